/** Whether all of a job runs: the job is RUNNING when the first of its operators is not even deployed. */
import { waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import type { RestLimits } from '../rest.ts'
import { readVertices, type RunningJob } from './metrics.ts'

/** The state of an operator that does not run yet, in words; null where there is none. A source may have ended, and the rest goes on. */
export async function notRunning(job: RunningJob, limits: RestLimits): Promise<string | null> {
  const vertices = await readVertices(job, limits)
  // A job that is INITIALIZING lists none.
  if (vertices.length === 0) return 'no operators yet'
  const starting = vertices.find(({ status }) => status !== 'RUNNING' && status !== 'FINISHED')
  return starting ? `${starting.name} is ${starting.status}` : null
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
        const seen = await notRunning({ flinkUrl, jobId }, { signal })
        return seen === null ? { found: undefined } : { seen }
      },
      {
        ...limits,
        what: `all operators of the job ${jobId} to run`,
        remedy: 'Check in the Web UI what the job waits for: operators that stay CREATED need more free slots.',
      },
    ),
    limits.signal,
  )
