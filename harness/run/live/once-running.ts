/** Rows at a rate of their own begin when the job runs: they would have gone by while it was starting. */
import { waitUntilRunning } from '../../flink/running/all-running.ts'
import { untilAborted } from '../../wait-until.ts'
import type { JobUnderway } from './job-underway.ts'

export interface StartWait {
  readonly job: JobUnderway
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly onWait?: (what: string) => void
}

/**
 * The same pieces, the first of them once all operators of the job run, or it is over.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`, `FLINK_REST_FAILED`; the signal's reason
 */
export async function* onceRunning<Piece>(
  pieces: AsyncIterable<Piece>,
  { job, timeoutMs, signal: given, onWait }: StartWait,
): AsyncGenerator<Piece, void, undefined> {
  const signal = AbortSignal.any([given, job.over])
  onWait?.('waiting until the job runs')
  try {
    const running = await untilAborted(job.running, signal)
    await waitUntilRunning({ ...running, timeoutMs, signal })
  } catch (error) {
    if (given.aborted || !job.over.aborted) throw error
  }
  yield* pieces
}
