/** The plan of a job that was over before its plan had been read: the end of the input drops what its windows hold. */
import { messageOf, remedyOf, StreamassayError } from '../../errors.ts'
import { processingTimeWindowMs, readJobPlan } from '../../flink/job-plan.ts'
import type { RowCounts } from '../../verdict/comparison.ts'
import type { JobAccount } from '../../verdict/run-account.ts'

export interface PlanLimits {
  readonly flinkUrl: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What is known of the processing-time windows of a job that has ended. */
export interface FinishedWindow {
  /** The size of the longest one; null if there is none, or if that is not known. */
  readonly windowMs: number | null
  /** Why that is not known, and what to do; null if it is. */
  readonly unread: { readonly problem: string; readonly remedy: string | null } | null
}

/**
 * Reads the plan of a job that is FINISHED, which Flink keeps. Asks nothing of a job that ended in another way. A plan that
 * cannot be read is no error: what is known of the rows stays, but a job with unknown windows is not judged by lost rows.
 *
 * @throws the signal's reason
 */
export async function windowOfFinished(
  { id: jobId, state }: Pick<JobAccount, 'id' | 'state'>,
  { flinkUrl, ...limits }: PlanLimits,
): Promise<FinishedWindow> {
  if (state !== 'FINISHED' || jobId === null) return { windowMs: null, unread: null }
  try {
    return { windowMs: processingTimeWindowMs(await readJobPlan({ flinkUrl, jobId }, limits)), unread: null }
  } catch (error) {
    limits.signal.throwIfAborted()
    if (!(error instanceof StreamassayError)) throw error
    const problem = `the plan of the job could not be read: ${messageOf(error)}`
    return { windowMs: null, unread: { problem, remedy: remedyOf(error) } }
  }
}

/** Describes rows that may be lost by the end of the input alone. */
export const droppedText = ({ lost }: Pick<RowCounts, 'lost'>, windowMs: number): string =>
  `${lost === 1 ? '1 row is' : `${lost} rows are`} lost, and the end of the input drops what is in the processing-time window of the job (${windowMs / 1000} s)`

export const droppedRemedy = "Give the scenario `ends: 'when-stopped'`."
