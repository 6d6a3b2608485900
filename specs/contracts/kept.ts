/** The warm loop for specs: the command as a user types it, its stacks kept under a name of the spec file's own. */
import { fileURLToPath } from 'node:url'

import { vi } from 'vitest'

import { setUp } from '../../harness/setup/set-up.ts'
import { findLeftovers } from '../../harness/stack/cleanup/leftovers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { connectApi } from '../../harness/stack/engine/engine-api.ts'
import type { KeptStack } from '../../harness/stack/kept/kept-stack.ts'
import { findKept } from '../../harness/stack/kept/kept-volumes.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { type Program, startNode } from '../unit/program.ts'
import { nameOfWorker, stackOfWorker } from '../worker-stacks/of-worker.ts'

/** A stack that somebody keeps for himself is neither used nor removed by a spec. */
const keptName = `spec-${process.pid}`
vi.stubEnv('STREAMASSAY_KEPT_NAME', keptName)
vi.stubEnv('STREAMASSAY_OWN_STACK', undefined)
const main = fileURLToPath(new URL('../../harness/cli/main.ts', import.meta.url))

export interface Ended {
  readonly exitCode: number | NodeJS.Signals
  readonly said: string
}

/** The command, and the stacks that it keeps under a name. */
export interface Keeping {
  /** Starts `streamassay` with these arguments. */
  startCommand(...args: readonly string[]): Program
  /** Runs it to its end. */
  command(...args: readonly string[]): Promise<Ended>
  /** Has a stack kept, and gives what the engine says of it. */
  up(): Promise<KeptStack>
  keptNow(): Promise<KeptStack[]>
}

/** Keeps stacks under a name of their own; nothing else that runs at the same time sees them. */
export function keepUnder(name: string): Keeping {
  const startCommand = (...args: readonly string[]): Program =>
    startNode([main, ...args], { set: { STREAMASSAY_KEPT_NAME: name } })
  const command = async (...args: readonly string[]): Promise<Ended> => {
    await using program = startCommand(...args)
    return { exitCode: await program.ended(), said: program.said() }
  }
  const keptNow = async (): Promise<KeptStack[]> => findKept(await connectApi(), name)
  return {
    startCommand,
    command,
    keptNow,
    async up() {
      await setUp()
      const { exitCode, said } = await command('up', '--lifetime', '10')
      const [kept] = await keptNow()
      if (exitCode !== 0 || kept === undefined) throw new Error(`no stack is kept: ${said}`)
      return kept
    },
  }
}

export const { startCommand, command, up, keptNow } = keepUnder(keptName)

/** A kept stack to work on, and the command that works on it. */
export interface StackInUse extends Pick<Keeping, 'command' | 'startCommand'>, AsyncDisposable {
  readonly kept: KeptStack
}

/** Uses the kept stack of this worker; where it has none, one is kept for this file and goes when this is disposed of. */
export async function useKeptStack(): Promise<StackInUse> {
  const shared = nameOfWorker()
  if (shared === undefined)
    return {
      command,
      startCommand,
      kept: await up(),
      [Symbol.asyncDispose]: () => command('down').then(() => undefined),
    }
  vi.stubEnv('STREAMASSAY_KEPT_NAME', shared)
  const kept = await stackOfWorker(shared)
  return { ...keepUnder(shared), kept, [Symbol.asyncDispose]: () => Promise.resolve() }
}

/** Waits until nothing carries the label of a stack. */
export async function untilGone({ id }: KeptStack): Promise<void> {
  const engine = await connectEngine()
  await waitUntil(
    async () => {
      const left = await findLeftovers(engine, id)
      return left.length === 0 ? { found: true } : { seen: left.map(({ name }) => name).join(', ') }
    },
    { what: `the kept stack ${id} to be gone`, timeoutMs: 30_000, remedy: 'See its keeper.' },
  )
}
