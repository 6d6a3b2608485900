/** Compose for specs: the plug-in of Docker's client, else docker-compose, which is installed where it can be. */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { installPackages } from '../../harness/setup/engine/apt.ts'
import { takeSetupLock } from '../../harness/setup/setup-lock.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const timeoutMs = 120_000
const run = promisify(execFile)

/** Runs compose in the folder of compose.yaml and gives what it said; throws when it fails. */
export type Compose = (...args: readonly string[]) => Promise<string>

type ComposeProgram = readonly [program: string, ...before: string[]]
const programs: readonly ComposeProgram[] = [['docker', 'compose'], ['docker-compose']]

/** Compose in the folder of compose.yaml; see `composeProgram`. */
export async function findCompose(): Promise<Compose> {
  const [program, ...before] = await composeProgram()
  return async (...args) => {
    const { stdout, stderr } = await run(program, [...before, ...args], { cwd: root, timeout: timeoutMs })
    return stdout + stderr
  }
}

/**
 * The words that Compose is called by. As root on Debian or Ubuntu docker-compose is installed; elsewhere it must be there, or
 * the plug-in of Docker's client.
 */
export async function composeProgram(): Promise<ComposeProgram> {
  const there = await lookForCompose()
  if (there !== undefined) return there
  const hasApt = await access('/usr/bin/apt-get').then(
    () => true,
    () => false,
  )
  if (process.getuid?.() !== 0 || !hasApt) {
    throw new Error(
      'this spec needs Compose, which is not here: install "docker-compose", or the compose plug-in of Docker\'s client. As root on Debian or Ubuntu it is installed by this spec.',
    )
  }
  await using release = new AsyncDisposableStack()
  release.use(await takeSetupLock({ progress: () => undefined }))
  await installPackages(['docker-compose'], { progress: () => undefined })
  const installed = await lookForCompose()
  if (installed === undefined) throw new Error('docker-compose was installed, and does not run')
  return installed
}

async function lookForCompose(): Promise<ComposeProgram | undefined> {
  for (const words of programs) {
    const [program, ...before] = words
    const runs = await run(program, [...before, 'version']).then(
      () => true,
      () => false,
    )
    if (runs) return words
  }
  return undefined
}
