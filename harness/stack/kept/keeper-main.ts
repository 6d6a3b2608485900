/** The keeper's own program: holds a stack until its time is over, it is taken down, or a part of it dies. */
import { messageOf, StreamassayError } from '../../errors.ts'
import { waitUntil } from '../../wait-until.ts'
import { containersOf, watchParts } from '../parts.ts'
import type { Stack } from '../stack.ts'
import { startStack } from '../start-stack.ts'
import { connectApi, type EngineApi } from '../engine/engine-api.ts'
import type { KeeperAnswer, KeeperOrder } from './keeper.ts'
import { keptByThisProcess } from './kept-stack.ts'
import { announce, findKept } from './kept-volumes.ts'
import { allRun, reviveTaskManagers } from './revive.ts'

const lookEveryMs = 5_000
// The longest that a timer can be: 24 days. However often it is renewed, no stack is kept for longer.
const longestMs = 2 ** 31 - 1
const mostRevivals = 100

const { stack: order, name, lifetimeMs } = JSON.parse(process.argv[2] ?? '') as KeeperOrder

const ending = new AbortController()
const end = (why: string): void =>
  ending.abort(new StreamassayError('INTERRUPTED', why, { remedy: 'Run the same command again.' }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(`the keeper received ${signal}`))
process.on('SIGHUP', () => undefined)
process.stdout.on('error', () => undefined)
// Whoever asked for the stack has gone, or has changed its mind. Once the stack is there, nobody listens to this any more.
process.stdin.on('end', () => end('the process that waits for the stack has ended')).resume()

try {
  await using stack = await startStack({ ...order, signal: ending.signal }).stack
  const api = await connectApi()
  const kept = keptByThisProcess(stack, order, { name, lifetimeMs })
  await announce(api, kept)
  process.stdin.destroy()
  say({ kept })
  await keep(api, stack)
} catch (error) {
  say({ failure: failureOf(error) })
}
// Whatever a library still holds open, an idle connection or a timer, must not keep a keeper that has nothing to keep.
process.exit()

/** A job may bring a TaskManager down as it is cancelled. The stack is everybody's: it is brought back, so many times. */
async function keep(api: EngineApi, { id, flinkUrl, dead: first }: Stack): Promise<void> {
  const containers = containersOf(id, order.taskManagers ?? 1)
  let dead = first
  for (let revivals = 0; ; revivals += 1) {
    try {
      return await untilOver(api, id, dead)
    } catch (error) {
      if (ending.signal.aborted || revivals === mostRevivals) throw error
      const revived = reviveTaskManagers(api, containers, { flinkUrl, signal: ending.signal })
      // Another process may have done it first.
      const isBack = await revived.then(() => allRun(api, containers)).catch(() => false)
      if (!isBack) throw error
      const watch = new AbortController()
      watchParts(api, containers, watch)
      dead = watch.signal
    }
  }
}

/** Ends when the engine says that the stack is not to be kept any longer, or by an error when a part of it dies. */
async function untilOver(api: EngineApi, id: string, dead: AbortSignal): Promise<void> {
  await waitUntil(
    async () => {
      const found = await findKept(api, name).catch((error: unknown) => messageOf(error))
      // An engine that does not answer may do so again; that its containers are gone is told by `dead`.
      if (typeof found === 'string') return { seen: found }
      const kept = found.find((other) => other.id === id)
      return kept === undefined || kept.untilMs <= Date.now() ? { found: true } : { seen: `kept until ${kept.untilMs}` }
    },
    {
      what: 'the lifetime of the kept stack to end',
      timeoutMs: longestMs,
      intervalMs: lookEveryMs,
      signal: AbortSignal.any([dead, ending.signal]),
      remedy: 'None is needed: the stack is removed.',
    },
  )
}

function say(answer: KeeperAnswer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

function failureOf(error: unknown): Extract<KeeperAnswer, { failure: unknown }>['failure'] {
  // The error that came first: one on release only follows from it.
  if (error instanceof SuppressedError) return failureOf(error.suppressed)
  const { code, remedy, details } =
    error instanceof StreamassayError
      ? error
      : {
          code: null,
          remedy: 'Run `npx streamassay doctor`, then the same command again.',
          details: [],
        }
  return { code, message: messageOf(error), remedy, details }
}
