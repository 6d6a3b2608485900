/** The job's part of a run: submitted, watched to its end, and never left running. */
import { StreamassayError } from '../errors.ts'
import { readJobOperators, requestCancel } from '../flink/endpoints.ts'
import { jobArguments } from '../flink/submission/job-arguments.ts'
import { JobFault } from '../flink/submission/submission-error.ts'
import { submitJob } from '../flink/submission/submit-job.ts'
import { cancelJob, type JobOutcome, watchJob } from '../flink/watch-job.ts'
import type { JobTopics, Scenario } from '../scenario/scenario.ts'
import type { Stack } from '../stack/stack.ts'
import { type JobAccount, noJob } from '../verdict/run-account.ts'
import { untilAborted } from '../wait-until.ts'
import { settingsOf } from './job-settings.ts'
import type { PreparedScenario } from './prepare.ts'
import type { Stages } from './stages.ts'

/** How long a job may take to end, or one that never ends to bring its sentinel, when its scenario does not say. */
export const defaultJobTimeoutMs = 120_000
const cancelTimeoutMs = 30_000
/** A job that never ends is watched for as long as its `proven` takes, which has limits of its own. */
const endlessMs = 24 * 60 * 60_000

export interface JobPlan {
  readonly stack: Stack
  readonly topics: JobTopics
  readonly signal: AbortSignal
  readonly stages: Stages
  readonly tell: (text: string) => void
  /** Told as soon as the job exists, so that a run that ends early can still name it. */
  readonly onSubmitted: (job: JobAccount) => void
  /** For a job that never ends: waits until all that it was to bring is there (null), or tells what is still missing. */
  readonly proven?: (signal: AbortSignal) => Promise<string | null>
}

/** How a job ended, with everything that Flink says of its failures. */
export interface JobEnd {
  readonly job: JobAccount
  /** Flink's own words; undefined when there was nothing to ask for. */
  readonly rawExceptions?: unknown
  /** Of a job that never ends: what it did not bring in its time, in words. */
  readonly unproven?: string
  /** Cancels a job that never ends, and waits until it has ended. */
  readonly cancel?: () => Promise<void>
}

/**
 * Submits the scenario's job and watches it until it has ended, in its time or it is cancelled, or its `proven` has.
 *
 * That the job fails, or never comes to be because its own `main` or imports fail, is an outcome and not an error.
 *
 * @throws StreamassayError for whatever else keeps the job from being run: see `submitJob` and `watchJob`; what `proven`
 * throws; `SCENARIO_INVALID` when a job that never ends runs in parallel, where its sentinel would prove nothing
 */
export async function runJob<Row, Out>(prepared: PreparedScenario<Row, Out>, plan: JobPlan): Promise<JobEnd> {
  const { stack, stages, signal, tell, onSubmitted, proven } = plan
  const { scenario } = prepared
  tell(`submitting ${scenario.job.module}`)
  const submitted = await stages.time('submit', () => submit(prepared, plan))
  if (submitted instanceof StreamassayError) return { job: neverStarted(submitted) }
  const { jobId } = submitted
  const webUiUrl = `${stack.flinkUrl}/#/job/running/${jobId}`
  const running = { ...noJob, id: jobId, name: scenario.name, state: 'RUNNING', webUiUrl }
  onSubmitted(running)
  tell(`running, see ${webUiUrl}`)
  const timeoutMs = proven ? endlessMs : (scenario.jobTimeoutMs ?? defaultJobTimeoutMs)
  const watched = { flinkUrl: stack.flinkUrl, jobId, timeoutMs }
  try {
    if (proven) await refuseParallel(scenario, watched, signal)
    const outcome = await stages.time('job', () => endOf(watched, signal, proven))
    if ('unproven' in outcome) {
      const cancel = async (): Promise<void> => void (await cancelJob({ ...watched, timeoutMs: cancelTimeoutMs }))
      return { job: running, cancel, ...(outcome.unproven !== null && { unproven: outcome.unproven }) }
    }
    const job = accountOf(outcome, stack.flinkUrl)
    return outcome.exception === null ? { job } : { job, rawExceptions: outcome.rawExceptions }
  } catch (error) {
    // It would keep its slots, and go on writing, on a stack that other runs share.
    if (!stack.dead.aborted) await requestCancel(stack.flinkUrl, jobId).catch(() => undefined)
    throw error
  }
}

/** How the job ended, or that it goes on and what its `proven` said. */
async function endOf(
  watched: { readonly flinkUrl: string; readonly jobId: string; readonly timeoutMs: number },
  signal: AbortSignal,
  proven: JobPlan['proven'],
): Promise<JobOutcome | { readonly unproven: string | null }> {
  if (!proven) return watchJob({ ...watched, signal })
  const settled = new AbortController()
  const both = AbortSignal.any([signal, settled.signal])
  try {
    const proof = untilAborted(proven(both), both).then((unproven) => ({ unproven }))
    return await Promise.race([watchJob({ ...watched, signal: both }), proof])
  } finally {
    settled.abort()
  }
}

async function refuseParallel<Row, Out>(
  { name }: Scenario<Row, Out>,
  { flinkUrl, jobId }: { readonly flinkUrl: string; readonly jobId: string },
  signal: AbortSignal,
): Promise<void> {
  const operators = await readJobOperators(flinkUrl, jobId, { signal })
  const wide = operators.find(({ parallelism }) => parallelism > 1)
  if (wide === undefined) return
  throw new StreamassayError(
    'SCENARIO_INVALID',
    `scenario ${name}: the operator ${wide.name} runs ${wide.parallelism} times side by side, so a last row proves nothing`,
    { remedy: 'Let the job of a scenario that `ends: never` run with a parallelism of 1: set_parallelism(1).' },
  )
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
      args: jobArguments(scenario, topics),
      flinkConfiguration: settingsOf(scenario),
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
