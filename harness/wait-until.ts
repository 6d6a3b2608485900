/** Waiting has one home: a probe is asked until it answers, within a limit, and a time-out tells what was last seen. */
import { setTimeout as pause } from 'node:timers/promises'

import { StreamassayError } from './errors.ts'

/** What one look found: the value waited for, or a few words on what is there instead. */
export type Sighting<Value> = { readonly found: Value } | { readonly seen: string }

export interface WaitOptions {
  /** What is awaited, to go after "waited 30 s for": `a TaskManager to register`. */
  readonly what: string
  readonly timeoutMs: number
  /** The pause between two looks; 50 ms when not given. */
  readonly intervalMs?: number
  /** Ends the wait from outside; its reason is thrown. */
  readonly signal?: AbortSignal
  /** What to do when the time is over. */
  readonly remedy: string
}

/**
 * Asks `probe` until it has `found` something, and returns that.
 *
 * A probe that throws ends the wait at once with its error: what may pass is a `seen`, what is final is thrown. One look
 * is given until the limit as well: a probe that hangs ends with the wait, and its signal is aborted.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`, with what was awaited, how long, and the last thing seen
 */
export async function waitUntil<Value>(
  probe: (signal: AbortSignal) => Promise<Sighting<Value>>,
  options: WaitOptions,
): Promise<Value> {
  const { what, timeoutMs, intervalMs = 50, remedy } = options
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit
  let lastSeen = 'nothing yet'
  try {
    for (;;) {
      const sighting = await untilAborted(probe(signal), signal)
      if ('found' in sighting) return sighting.found
      lastSeen = sighting.seen
      await pause(intervalMs, undefined, { signal })
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason
    if (!limit.aborted) throw error
    throw new StreamassayError('WAIT_TIMED_OUT', `waited ${timeoutMs / 1000} s for ${what}; last seen: ${lastSeen}`, {
      remedy,
      cause: error,
    })
  }
}

/** The promise's outcome, or the signal's reason if that comes first. */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
    aborted.promise.catch(() => undefined)
  }
}

/** Whether the signal is aborted by now, or within a time; other than an AbortSignal.timeout it keeps the process alive for so long. */
export async function isAbortedWithin(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  // It is rejected by the signal, and by nothing else.
  await pause(timeoutMs, undefined, { signal }).catch(() => undefined)
  return signal.aborted
}
