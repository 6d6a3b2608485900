/** The plan of a job that was over before its plan had been read: the end of the input drops what its windows hold. */
import { processingTimeWindowMs, readJobPlan } from '../../flink/job-plan.ts'
import type { RowCounts } from '../../verdict/comparison.ts'
import type { JobAccount } from '../../verdict/run-account.ts'

export interface PlanLimits {
  readonly flinkUrl: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Returns the size of the longest processing-time window of a job that is FINISHED, of which Flink keeps the plan; null if it
 * has none, or ended in another way.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`, `FLINK_REST_FAILED`: such a job must not be judged as one without windows
 */
export async function windowOfFinished(
  { id: jobId, state }: Pick<JobAccount, 'id' | 'state'>,
  { flinkUrl, ...limits }: PlanLimits,
): Promise<number | null> {
  if (state !== 'FINISHED' || jobId === null) return null
  return processingTimeWindowMs(await readJobPlan({ flinkUrl, jobId }, limits))
}

/** Describes rows that may be lost by the end of the input alone. */
export const droppedText = ({ lost }: Pick<RowCounts, 'lost'>, windowMs: number): string =>
  `${lost === 1 ? '1 row is' : `${lost} rows are`} lost, and the end of the input drops what is in the processing-time window of the job (${windowMs / 1000} s)`

export const droppedRemedy = "Give the scenario `ends: 'when-stopped'`."
