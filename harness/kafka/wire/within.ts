/** Work with a broker, within a limit: what it fails with is told by whoever asked for it, in words of his own. */
import { StreamassayError } from '../../errors.ts'
import { deathOr } from '../death.ts'
import { reasonOf } from './error-reason.ts'

export interface WorkLimits {
  readonly timeoutMs: number
  /** Ends the work from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

/** What is done, and how its failure is told. */
export interface Work<Told> {
  /** Is given what ends it: the limit, or the signal from outside. */
  readonly run: (signal: AbortSignal) => Promise<Told>
  /** `not done`, when not given; said with the limit when the time was over. */
  readonly overtime?: string
  readonly failed: (why: string, cause: unknown) => Error
}

/**
 * Does the work.
 *
 * @throws the signal's reason; a StreamassayError of the work's own as it is; anything else, and the end of the time, as
 * `failed` tells it
 */
export async function within<Told>(
  { timeoutMs, signal: outer }: WorkLimits,
  { run, overtime = 'not done', failed }: Work<Told>,
): Promise<Told> {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    return await run(outer ? AbortSignal.any([limit, outer]) : limit)
  } catch (failure) {
    const error = await deathOr(failure, outer)
    if (error instanceof StreamassayError || outer?.aborted) throw error
    throw failed(limit.aborted ? `${overtime} within ${timeoutMs / 1000} s` : reasonOf(error), error)
  }
}
