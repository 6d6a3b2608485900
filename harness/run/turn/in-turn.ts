/** Runs a job in its turn, and gives the turn back when the job has ended. */
import { cancelJob } from '../../flink/watch-job.ts'
import type { JobAccount } from '../../verdict/run-account.ts'
import { isTransactionCollision } from '../../verdict/trouble/cluster-trouble.ts'
import type { JobEnd, JobPlan } from '../job/run-job.ts'
import type { PreparedJob } from '../job/submit-scenario.ts'
import { takeJobTurn } from './job-turn.ts'

/** What has been asked to end, ends within this time or is left to the next run. */
const cancelTimeoutMs = 5000

/**
 * Runs a job once it has its turn. A job that goes on running keeps its turn until it is cancelled.
 *
 * @throws StreamassayError as `takeJobTurn` and `work` say, and `JOB_SUBMISSION_BUSY` if the turn is lost
 */
export async function inTurn<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  plan: JobPlan,
  work: (plan: JobPlan) => Promise<JobEnd>,
): Promise<JobEnd> {
  await using taken = new AsyncDisposableStack()
  const turn = taken.use(await takeJobTurn(prepared, plan))
  const { flinkUrl, dead } = plan.stack
  let jobId: string | null = null
  const onSubmitted = (job: JobAccount): void => {
    plan.onSubmitted(job)
    // A run may report its job more than once.
    if (jobId !== null || job.id === null) return
    jobId = job.id
    turn.noteRunning({ flinkUrl, jobId })
  }
  const ended = await work({ ...plan, onSubmitted, signal: AbortSignal.any([plan.signal, turn.lost]) }).catch(
    async (error: unknown) => {
      // Its cancellation was requested; the next job of the turn must not meet it.
      if (turn.isHeld && jobId !== null && !dead.aborted) {
        await cancelJob({ flinkUrl, jobId, timeoutMs: cancelTimeoutMs }).catch(() => undefined)
      }
      throw error
    },
  )
  if (isTransactionCollision(ended.job.exception)) await turn.noteTransactional()
  const { cancel } = ended
  if (cancel === undefined) return ended
  const held = taken.move()
  return {
    ...ended,
    cancel: async () => {
      try {
        await cancel()
      } finally {
        await held.disposeAsync()
      }
    },
  }
}
