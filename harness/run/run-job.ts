/** The job's part of a run: submitted, watched to its end, and never left running. */
import { StreamassayError } from '../errors.ts'
import { requestCancel } from '../flink/endpoints.ts'
import { jobArguments } from '../flink/submission/job-arguments.ts'
import { JobFault } from '../flink/submission/submission-error.ts'
import { submitJob } from '../flink/submission/submit-job.ts'
import { type JobOutcome, watchJob } from '../flink/watch-job.ts'
import type { JobTopics } from '../scenario/scenario.ts'
import type { Stack } from '../stack/stack.ts'
import { type JobAccount, noJob } from '../verdict/run-account.ts'
import type { PreparedScenario } from './prepare.ts'
import type { Stages } from './stages.ts'

const defaultJobTimeoutMs = 120_000

export interface JobPlan {
  readonly stack: Stack
  readonly topics: JobTopics
  readonly signal: AbortSignal
  readonly stages: Stages
  readonly tell: (text: string) => void
  /** Told as soon as the job exists, so that a run that ends early can still name it. */
  readonly onSubmitted: (job: JobAccount) => void
}

/** How a job ended, with everything that Flink says of its failures. */
export interface JobEnd {
  readonly job: JobAccount
  /** Flink's own words; undefined when there was nothing to ask for. */
  readonly rawExceptions?: unknown
}

/**
 * Submits the scenario's job and watches it until it has ended; a job that does not end in its time is cancelled.
 *
 * That the job fails, or never comes to be because its own `main` or imports fail, is an outcome and not an error.
 *
 * @throws StreamassayError for whatever else keeps the job from being run: see `submitJob` and `watchJob`
 */
export async function runJob<Row, Out>(prepared: PreparedScenario<Row, Out>, plan: JobPlan): Promise<JobEnd> {
  const { stack, stages, signal, tell, onSubmitted } = plan
  const { scenario } = prepared
  tell(`submitting ${scenario.job.module}`)
  const submitted = await stages.time('submit', () => submit(prepared, plan))
  if (submitted instanceof StreamassayError) return { job: neverStarted(submitted) }
  const { jobId } = submitted
  const webUiUrl = `${stack.flinkUrl}/#/job/running/${jobId}`
  onSubmitted({ ...noJob, id: jobId, name: scenario.name, state: 'RUNNING', webUiUrl })
  tell(`running, see ${webUiUrl}`)
  const timeoutMs = scenario.jobTimeoutMs ?? defaultJobTimeoutMs
  try {
    const outcome = await stages.time('job', () => watchJob({ flinkUrl: stack.flinkUrl, jobId, timeoutMs, signal }))
    const job = accountOf(outcome, stack.flinkUrl)
    return outcome.exception === null ? { job } : { job, rawExceptions: outcome.rawExceptions }
  } catch (error) {
    // It would keep its slots, and go on writing, on a stack that other runs share.
    if (!stack.dead.aborted) await requestCancel(stack.flinkUrl, jobId).catch(() => undefined)
    throw error
  }
}

async function submit<Row, Out>(
  { scenario, jobPackage }: PreparedScenario<Row, Out>,
  { stack, topics, signal }: JobPlan,
): Promise<{ jobId: string } | StreamassayError> {
  try {
    return await submitJob({
      flinkUrl: stack.flinkUrl,
      python: stack.python,
      package: jobPackage,
      module: scenario.job.module,
      args: jobArguments(scenario.args, topics),
      flinkConfiguration: scenario.flinkConfiguration ?? {},
      name: scenario.name,
      signal,
      readJobManagerLog: () => stack.log('jobmanager'),
    })
  } catch (error) {
    // What is not the job's own doing proves nothing about it.
    if (error instanceof StreamassayError && error.cause instanceof JobFault) return error
    throw error
  }
}

/** The job that was refused: with Python's exception where there is one, else with what Flink said. */
function neverStarted({ cause, message, details }: StreamassayError): JobAccount {
  const exception = cause instanceof JobFault ? cause.exception : null
  const nowhere = { file: null, line: null, traceback: details.join('\n') }
  return {
    ...noJob,
    exception: exception ?? { type: 'JobNotSubmitted', message, ...nowhere },
  }
}

const accountOf = ({ id, name, state, durationMs, restarts, exception }: JobOutcome, flinkUrl: string): JobAccount => ({
  id,
  name,
  state,
  durationMs,
  restarts,
  webUiUrl: `${flinkUrl}/#/job/completed/${id}`,
  exception,
})
