/** What every letter stands on: the images, who cleans up, how often to measure, where to tell of it. */
import type { Figure } from './figure.ts'
import { environment } from '../harness/environment.ts'
import { StreamassayError } from '../harness/errors.ts'
import { chooseReaper } from '../harness/open-stack.ts'
import { stackImages } from '../harness/setup/image/image-recipe.ts'
import { setUp } from '../harness/setup/set-up.ts'
import type { Reaper } from '../harness/stack/cleanup/guard.ts'
import type { StackImages } from '../harness/stack/stack.ts'
import { untilAborted } from '../harness/wait-until.ts'

export interface Ground {
  readonly images: StackImages
  readonly reaper: Reaper
  /** Measurements of each side. */
  readonly runs: number
  /** Aborted when the bench is interrupted. */
  readonly signal: AbortSignal
  /** Tells what is being measured. */
  readonly tell: (text: string) => void
}

/** Measures what one letter of the table asks for. */
export type Letter = (ground: Ground) => Promise<Figure[]>

/**
 * Brings what is missing before anything is measured.
 *
 * @throws StreamassayError as `setUp` says; `VERSIONS_UNSUPPORTED` with a Kafka image that is not ours, whose console
 * tools and settings the baselines could not count on
 */
export async function prepareGround(options: Pick<Ground, 'runs' | 'signal' | 'tell'>): Promise<Ground> {
  if (environment.kafkaImage() !== undefined) {
    throw new StreamassayError('VERSIONS_UNSUPPORTED', 'the bench measures with the Kafka image of this project', {
      remedy: 'Unset STREAMASSAY_KAFKA_IMAGE.',
    })
  }
  await setUp({ signal: options.signal })
  const [images, reaper] = await Promise.all([stackImages(), chooseReaper()])
  return { ...options, images, reaper }
}

/**
 * Does `work` within a limit; its signal is aborted when the time is over or the bench is interrupted.
 *
 * @param what goes after "waited 30 s for"
 * @throws StreamassayError `WAIT_TIMED_OUT`
 */
export async function within<Value>(
  what: string,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = AbortSignal.timeout(timeoutMs)
  const either = AbortSignal.any([limit, signal])
  try {
    return await untilAborted(work(either), either)
  } catch (error) {
    signal.throwIfAborted()
    if (!limit.aborted) throw error
    throw new StreamassayError('WAIT_TIMED_OUT', `waited ${timeoutMs / 1000} s for ${what}`, {
      remedy: 'See what else keeps the machine busy, and measure this letter alone: --only.',
      cause: error,
    })
  }
}

/** How long `work` took, in seconds, and what came of it. */
export async function timed<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly seconds: number; readonly value: Value }> {
  const beganMs = performance.now()
  const value = await work()
  return { seconds: (performance.now() - beganMs) / 1000, value }
}
