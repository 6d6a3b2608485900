/** A limit that passes when a spec says so: what must have been seen by then does not race with a clock. */
import { onTestFinished, vi } from 'vitest'

import { onlyThisEndsItMs, patience } from '../patience.ts'

export interface LimitByHand {
  /** To be passed as the limit of the work. */
  readonly timeoutMs: number
  /** Waits until `isSeen`, and lets the time pass then. The first `but` limits that were set stay. */
  pass(isSeen?: () => boolean | Promise<boolean>, but?: number): Promise<void>
}

const real = AbortSignal.timeout.bind(AbortSignal)

/** Takes the place of `AbortSignal.timeout` until the spec has ended; limits that are longer than this one stay real. */
export function limitByHand(): LimitByHand {
  const timeoutMs = onlyThisEndsItMs
  const limits: AbortController[] = []
  const over = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
  let hasPassed = false
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((limitMs) => {
    if (limitMs > timeoutMs) return real(limitMs)
    if (hasPassed) return AbortSignal.abort(over)
    const limit = new AbortController()
    limits.push(limit)
    return limit.signal
  })
  onTestFinished(() => timeout.mockRestore())
  return {
    timeoutMs,
    pass: async (isSeen = () => true, but = 0) => {
      await vi.waitUntil(isSeen, patience)
      hasPassed = true
      for (const limit of limits.slice(but)) limit.abort(over)
    },
  }
}
