/** A scenario's job on its way to the cluster: submitted as the scenario says, or refused by its own doing. */
import { StreamassayError } from '../../errors.ts'
import { jobArguments, type RunNames } from '../../flink/submission/job-arguments.ts'
import { JobFault } from '../../flink/submission/submission-error.ts'
import { submitJob } from '../../flink/submission/submit-job.ts'
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
  try {
    return await submitJob({
      flinkUrl: stack.flinkUrl,
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
      return { refused: { ...noJob, exception: error.cause.exception } }
    }
    throw error
  }
}
