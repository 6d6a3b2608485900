/** Starts the watcher: a detached process that removes a stack's containers and networks when this process is gone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { StreamassayError } from '../../errors.ts'

const startTimeoutMs = 10_000
const endTimeoutMs = 10_000

/** The one word that tells the watcher to go. */
export const dismissal = 'dismissed'

export interface Watcher {
  readonly pid: number
  /** Ends the watcher without its removing anything: there is nothing left. */
  dismiss(): Promise<void>
  /** Lets the watcher remove the stack, as it would if this process were killed now. */
  removeAll(): Promise<void>
}

/**
 * Starts a watcher for one stack; it must run before the stack's first container does.
 *
 * The watcher holds the reading end of a pipe from us. However this process ends, by a signal, a crash or a kill, the
 * kernel closes the pipe; the watcher then removes what carries the stack's label. The idea is Ryuk's, without an image.
 *
 * @throws StreamassayError `STACK_FAILED` when the watcher does not come up
 */
export async function startWatcher(stackId: string): Promise<Watcher> {
  const program = fileURLToPath(new URL('./watcher-main.ts', import.meta.url))
  // Detached: a process group of its own, so that Ctrl-C in the terminal does not reach it. It inherits no stream of ours:
  // whoever reads our output to its end would wait for the watcher too.
  const child = spawn(process.execPath, [program, stackId], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
  })
  const ended = once(child, 'exit')
  await up(child.stdout, ended)
  child.stdout.destroy()
  child.unref()
  child.stdin.on('error', () => undefined)
  const close = async (lastWord?: string): Promise<void> => {
    child.ref()
    child.stdin.end(lastWord)
    await Promise.race([ended, once(AbortSignal.timeout(endTimeoutMs), 'abort')])
  }
  return { pid: child.pid ?? 0, dismiss: () => close(dismissal), removeAll: () => close() }
}

async function up(stdout: Readable, ended: Promise<unknown>): Promise<void> {
  const outcome = await Promise.race([
    once(stdout, 'data').then(() => 'up' as const),
    ended.then(() => 'it ended immediately'),
    once(AbortSignal.timeout(startTimeoutMs), 'abort').then(() => `it was silent for ${startTimeoutMs / 1000} s`),
  ])
  if (outcome === 'up') return
  throw new StreamassayError('STACK_FAILED', `the watcher that cleans up after a kill did not start: ${outcome}`, {
    remedy: 'Run the same command again. Without the watcher nothing is started, because containers could stay behind.',
  })
}
