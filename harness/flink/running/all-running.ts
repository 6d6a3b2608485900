/** Whether all of a job runs: the job is RUNNING when the first of its operators is not even deployed. */
import { waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import type { RestLimits } from '../rest.ts'
import { readVertices, type RunningJob } from './metrics.ts'

/** The state of a job's start: `begun` once all of its operators run or have finished. */
export type Start =
  | { readonly kind: 'begun' }
  | { readonly kind: 'starting'; readonly seen: string }
  | { readonly kind: 'failed'; readonly seen: string }

/** A source may have ended while the rest goes on: that is no failure. */
export async function readStart(job: RunningJob, limits: RestLimits): Promise<Start> {
  const vertices = await readVertices(job, limits)
  // A job that is INITIALIZING lists none.
  if (vertices.length === 0) return { kind: 'starting', seen: 'no operators yet' }
  const failed = vertices.find(({ status }) => /^(FAILED|CANCEL)/.test(status))
  if (failed) return { kind: 'failed', seen: `${failed.name} is ${failed.status}` }
  const starting = vertices.find(({ status }) => status !== 'RUNNING' && status !== 'FINISHED')
  return starting ? { kind: 'starting', seen: `${starting.name} is ${starting.status}` } : { kind: 'begun' }
}

/**
 * Waits until all of the job's operators run.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` with one that does not, `FLINK_REST_FAILED`; the signal's reason
 */
export const waitUntilRunning = ({
  flinkUrl,
  jobId,
  ...limits
}: RunningJob & { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void> =>
  orDeath(
    waitUntil(
      async (signal) => {
        const start = await readStart({ flinkUrl, jobId }, { signal })
        return start.kind === 'begun' ? { found: undefined } : start
      },
      {
        ...limits,
        what: `all operators of the job ${jobId} to run`,
        remedy: 'Check in the Web UI what the job waits for: operators that stay CREATED need more free slots.',
      },
    ),
    limits.signal,
  )
