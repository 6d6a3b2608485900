/** Waits for whichever comes first: a job ends, is stopped, is proven while it goes on, or turns out to be stuck. */
import { StreamassayError } from '../../errors.ts'
import type { StuckSign } from '../../flink/failure/stuck.ts'
import { type JobOutcome, type JobWatch, watchJob } from '../../flink/watch-job.ts'
import { cleanUpMs, type StoppableJob } from '../../flink/running/stop-job.ts'
import { untilAborted } from '../../wait-until.ts'
import type { Misfit } from '../live/with-input.ts'
import type { JobPlan, Unproven } from './run-job.ts'
import { stuckJob } from './stuck-job.ts'

/** How long after Flink says that a job cannot be stopped its end may be seen. */
const endSeenMs = 10_000

/** How a watched job ended, or why it is watched no longer. */
export type WatchEnd =
  | JobOutcome
  | { readonly unproven: Unproven | null }
  | { readonly sign: StuckSign }
  | { readonly misfit: Misfit }

/** How the job ended, or that it goes on and what its `proven` said, or that it is stuck. */
export async function endOfJob(
  watched: JobWatch & StoppableJob,
  signal: AbortSignal,
  {
    proven,
    stop,
    misfit,
    stuck,
  }: Pick<JobPlan, 'proven' | 'stop' | 'misfit'> & { readonly stuck: Parameters<typeof stuckJob>[0] },
): Promise<WatchEnd> {
  const settled = new AbortController()
  const both = AbortSignal.any([signal, settled.signal])
  const sign = stuckJob(stuck, both).then((found) => ({ sign: found }))
  // It ends with the others.
  sign.catch(() => undefined)
  const ended = watchJob({ ...watched, signal: both })
  const ends: Promise<WatchEnd>[] = [ended, sign]
  const stopping = stop?.({ ...watched, run: signal }, both)
  // That it has been stopped is seen when it has ended.
  if (stopping)
    ends.push(
      stopping.then(
        () => ended,
        (error: unknown) => orEnd(error, ended),
      ),
    )
  if (misfit) ends.push(misfit(watched, both).then((found) => ({ misfit: found })))
  if (proven) ends.push(untilAborted(proven(both), both).then((unproven) => ({ unproven })))
  try {
    return await Promise.race(ends)
  } finally {
    settled.abort()
    if (stopping) await cleanUpOf(stopping, signal)
  }
}

/** A stop that the end of its job has overtaken still removes its savepoint: until then the stack must not go. */
async function cleanUpOf(stopping: Promise<void>, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(cleanUpMs)])
  await untilAborted(stopping, limit).catch(() => undefined)
}

/** A job that fails while it is stopped, in a window that closes then, cannot be stopped: what it failed with is what is to be told. */
async function orEnd(error: unknown, ended: Promise<JobOutcome>): Promise<JobOutcome> {
  if (!(error instanceof StreamassayError) || !['JOB_STOP_FAILED', 'FLINK_REST_FAILED'].includes(error.code))
    throw error
  return untilAborted(ended, AbortSignal.timeout(endSeenMs)).catch(() => {
    throw error
  })
}
