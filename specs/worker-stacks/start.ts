/** Starts a kept stack for each worker of a vitest project: its spec files attach to it one after the other, as users do. */
import type { TestProject } from 'vitest/node'

import { environment } from '../../harness/environment.ts'
import { orderStack } from '../../harness/open-stack.ts'
import { connectApi } from '../../harness/stack/engine/engine-api.ts'
import { keptByThisProcess } from '../../harness/stack/kept/kept-stack.ts'
import { announce } from '../../harness/stack/kept/kept-volumes.ts'
import { type ContainerStackOptions, startStack } from '../../harness/stack/start-stack.ts'
import { thisProcess } from '../../harness/this-process.ts'

/** Longer than any run of the specs. The stacks go with this process, however it ends: it owns them, and their watchers see its end. */
const lifetimeMs = 12 * 60 * 60_000

/** A stack that serves one file is that file's own: a kept one has to be started as well. */
const leastFilesEach = 2

/** vitest's global setup of a project. */
export default async function startWorkerStacks(project: TestProject): Promise<() => Promise<void>> {
  const isWanted = !environment.wantsOwnStack()
  const workers = isWanted
    ? Math.min(project.config.maxWorkers, Math.floor((await filesToRun(project)) / leastFilesEach))
    : 0
  const names = Array.from({ length: workers }, (_, at) => `specs-${thisProcess.session}-${at + 1}`)
  await using release = new AsyncDisposableStack()
  if (names.length > 0) {
    const order = await orderStack()
    await allEnded(names.map((name) => startKept(order, name, release)))
  }
  project.provide('workerStacks', names)
  const held = release.move()
  return () => held.disposeAsync()
}

/** Starts a stack, and tells the engine that it is kept; `release` disposes of it, also if it is not there in the end. */
async function startKept(
  order: Omit<ContainerStackOptions, 'signal'>,
  name: string,
  release: AsyncDisposableStack,
): Promise<void> {
  const stack = release.use(await startStack(order).stack)
  await announce(await connectApi(), keptByThisProcess(stack, order, { name, lifetimeMs }))
}

/** Waits until all have ended, also after one has failed: a stack that comes later would not be released. @throws what the first one threw */
async function allEnded(starts: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** The number of spec files of the project in this run. Another project's may run in it as well. */
async function filesToRun(project: TestProject): Promise<number> {
  const { testFiles } = await project.globTestFiles()
  const own = new Set(testFiles)
  return project.vitest.state.getPaths().filter((path) => own.has(path)).length
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The names under which the stacks of the first workers are kept; of two vitest processes they differ. */
    workerStacks: readonly string[]
  }
}
