/** The bench's own stack, announced as a kept one: programs that the bench starts find it as they would one of `streamassay up`. */
import { ownerText } from '../../harness/stack/cleanup/labels.ts'
import { connectApi } from '../../harness/stack/engine/engine-api.ts'
import { announce } from '../../harness/stack/kept/kept-volumes.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import type { Ground } from '../ground.ts'
import { type ProgramEnd, type ProgramOptions, runProgram } from '../program.ts'

/** Runs one of our programs on a stack of the bench's. */
export type RunOnStack = (programArguments: readonly string[], options: ProgramOptions) => Promise<ProgramEnd>

const lifetimeMs = 3_600_000

/** Announces the stack. The announcement carries the stack's label, and goes with its containers. */
export async function keepForPrograms(stack: Stack, { images }: Ground): Promise<RunOnStack> {
  const { id, brokers, brokersForJobs, flinkUrl, python, versions } = stack
  const name = `bench-${id}`
  const places = { brokers, brokersForJobs, flinkUrl, python }
  const nowMs = Date.now()
  await announce(await connectApi(), {
    ...places,
    id,
    name,
    versions,
    images,
    taskManagers: 1,
    owner: ownerText(),
    startedMs: nowMs,
    renewedMs: nowMs,
    untilMs: nowMs + lifetimeMs,
  })
  return (programArguments, options) =>
    runProgram(
      'env',
      [`STREAMASSAY_KEPT_NAME=${name}`, process.execPath, ...process.execArgv, ...programArguments],
      options,
    )
}
