/** A scenario's job on its way to the cluster: submitted as the scenario says, or refused by its own doing. */
import { StreamassayError } from '../../errors.ts'
import { newJobId } from '../../flink/job-id.ts'
import { jobArguments, type RunNames } from '../../flink/submission/job-arguments.ts'
import { JobFault } from '../../flink/submission/submission-error.ts'
import { submitJob } from '../../flink/submission/submit-job.ts'
import { cancelJob, type EndState, type JobWatch } from '../../flink/watch-job.ts'
import type { Stack } from '../../stack/stack.ts'
import { type JobAccount, noJob } from '../../verdict/run-account.ts'
import { settingsOf } from './job-settings.ts'
import type { PreparedScenario } from '../prepare.ts'

/** What a job is made of, once its files have been read. */
export type PreparedJob<Row, Out> = Pick<PreparedScenario<Row, Out>, 'scenario' | 'jobPackage' | 'sides'>

/** The same job with these Flink settings, which win over the scenario's own. */
export const withSettings = <Row, Out>(
  { scenario, jobPackage, sides }: PreparedJob<Row, Out>,
  settings: Readonly<Record<string, string>>,
): PreparedJob<Row, Out> => ({
  scenario: { ...scenario, flinkConfiguration: { ...scenario.flinkConfiguration, ...settings } },
  jobPackage,
  sides,
})

export interface SubmissionPlan {
  readonly stack: Pick<Stack, 'flinkUrl' | 'python' | 'log'>
  readonly topics: RunNames
  readonly signal: AbortSignal
}

/**
 * Submits the scenario's job.
 *
 * @returns the job's id, or what became of it when its own `main` or imports fail: a job that never started
 * @throws StreamassayError for whatever else keeps the job from being submitted: see `submitJob`
 */
export async function submitScenario<Row, Out>(
  { scenario, jobPackage }: Pick<PreparedJob<Row, Out>, 'scenario' | 'jobPackage'>,
  { stack, topics, signal }: SubmissionPlan,
): Promise<{ readonly jobId: string } | { readonly refused: JobAccount }> {
  const submittedAt = new Date()
  const { flinkUrl } = stack
  const jobId = newJobId()
  try {
    return await submitJob({
      flinkUrl,
      jobId,
      python: stack.python,
      package: jobPackage,
      module: scenario.job.module,
      args: jobArguments(scenario, topics),
      flinkConfiguration: settingsOf(scenario),
      name: scenario.name,
      signal,
      readJobManagerLog: () => stack.log('jobmanager', submittedAt),
    })
  } catch (error) {
    // What is not the job's own doing proves nothing about it.
    if (error instanceof StreamassayError && error.cause instanceof JobFault) {
      const { exception } = error.cause
      const state = await endOfStarted({ flinkUrl, jobId, signal })
      if (state === null) return { refused: { ...noJob, exception } }
      const webUiUrl = `${flinkUrl}/#/job/completed/${jobId}`
      return { refused: { ...noJob, id: jobId, name: scenario.name, state, webUiUrl, exception, hasFailedMain: true } }
    }
    throw error
  }
}

const cancelTimeoutMs = 10_000

/** The state in which the job ended that a failed `main` had started before, cancelled here; null if it had started none. */
const endOfStarted = (job: Pick<JobWatch, 'flinkUrl' | 'jobId' | 'signal'>): Promise<EndState | null> =>
  cancelJob({ ...job, timeoutMs: cancelTimeoutMs }).catch(() => null)
