/** Starts a keeper: a detached process that starts a stack, outlives the command that asked for it, and removes it in the end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { type ErrorCode, StreamassayError } from '../../errors.ts'
import type { ContainerStackOptions } from '../start-stack.ts'
import type { Keeping, KeptStack } from './kept-stack.ts'

/** What a keeper is told, as its one argument, in JSON. */
export interface KeeperOrder extends Keeping {
  readonly stack: Omit<ContainerStackOptions, 'signal'>
}

/** What a keeper says, once and in JSON: that the stack is there, or why there is none. */
export type KeeperAnswer =
  | { readonly kept: KeptStack }
  | {
      readonly failure: {
        readonly code: ErrorCode | null
        readonly message: string
        readonly remedy: string
        readonly details: readonly string[]
      }
    }

// Longer than any start may take.
const answerTimeoutMs = 180_000
const endTimeoutMs = 30_000

/**
 * Has a keeper start a stack, and returns when it is there and the engine has been told that it is kept.
 *
 * The keeper is the stack's owner: it is in use while the keeper lives, and when the keeper is killed, whoever cleans up
 * after it (see `guard`) removes the stack. Until the stack is there, the end of this process ends the keeper.
 *
 * @throws StreamassayError as `startStack` says; the signal's reason when aborted, once the keeper has removed what it had
 */
export async function startKeeper(order: KeeperOrder, signal: AbortSignal): Promise<KeptStack> {
  const program = fileURLToPath(new URL('./keeper-main.ts', import.meta.url))
  // As with the watcher: a process group and streams of its own, and no folder that it would hold on to.
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
  })
  const ended = once(child, 'exit')
  child.stdin.on('error', () => undefined)
  const dismiss = (): void => void child.kill('SIGTERM')
  const limit = AbortSignal.timeout(answerTimeoutMs)
  const either = AbortSignal.any([limit, signal])
  either.addEventListener('abort', dismiss, { once: true })
  if (either.aborted) dismiss()
  let answer: KeeperAnswer | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    answer = JSON.parse(line) as KeeperAnswer
    break
  }
  either.removeEventListener('abort', dismiss)
  if (answer !== undefined && 'kept' in answer && !signal.aborted) {
    child.stdin.destroy()
    child.stdout.destroy()
    child.unref()
    return answer.kept
  }
  dismiss()
  await Promise.race([ended, once(AbortSignal.timeout(endTimeoutMs), 'abort')])
  signal.throwIfAborted()
  throw whyNot(answer, limit.aborted)
}

function whyNot(answer: KeeperAnswer | undefined, isLate: boolean): Error {
  if (answer !== undefined && 'failure' in answer) {
    const { code, message, ...rest } = answer.failure
    return new StreamassayError(code ?? 'STACK_FAILED', message, rest)
  }
  const how = isLate ? `had no stack after ${answerTimeoutMs / 1000} s` : 'ended without a message'
  return new StreamassayError('STACK_FAILED', `the process that keeps the stack ${how}`, {
    remedy: 'Run `npx streamassay doctor`, then the same command again.',
  })
}
