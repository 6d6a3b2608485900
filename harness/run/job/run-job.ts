/** The job's part of a run: submitted, watched to its end, and never left running. */
import { StreamassayError } from '../../errors.ts'
import { readCheckpoints } from '../../flink/checkpoints.ts'
import { orDeath } from '../../flink/death.ts'
import { requestCancel } from '../../flink/endpoints.ts'
import { cancelJob, type EndState, type JobOutcome, watchJob } from '../../flink/watch-job.ts'
import type { Stack } from '../../stack/stack.ts'
import type { RunningJob } from '../../flink/running/metrics.ts'
import type { StoppableJob } from '../../flink/running/stop-job.ts'
import type { StuckSign } from '../../flink/failure/stuck.ts'
import { type LoadSample, loadOf } from '../../verdict/job-load.ts'
import { type JobAccount, type JobException, noJob, stuckType, unplaced } from '../../verdict/run-account.ts'
import type { JobUnderway } from '../live/job-underway.ts'
import type { Misfit } from '../live/with-input.ts'
import type { Stages } from '../stages.ts'
import { inTurn } from '../turn/in-turn.ts'
import { endOfJob } from './end-of-job.ts'
import { JobSamples } from './job-samples.ts'
import { lateJob, type ThreadDumps } from './late-job.ts'
import { refuseParallel } from './parallel-operator.ts'
import { type PreparedJob, type SubmissionPlan, submitScenario } from './submit-scenario.ts'

/** How long a job may take to end, or one that never ends to bring its sentinel, when its scenario does not say. */
export const defaultJobTimeoutMs = 120_000
const cancelTimeoutMs = 30_000
const lateCancelTimeoutMs = 10_000
/** A job that never ends is watched for as long as its `proven` takes, which has limits of its own. */
const endlessMs = 24 * 60 * 60_000

/** What a job did not do in its time, as a clause, and what to do about that. */
export interface Unproven {
  readonly unproven: string
  readonly remedy?: string
}

export interface JobPlan extends SubmissionPlan {
  readonly stack: Stack
  readonly stages: Stages
  readonly tell: (text: string) => void
  /** Told as soon as the job exists, so that a run that ends early can still name it. */
  readonly onSubmitted: (job: JobAccount) => void
  /** For a job that never ends: waits until all that it was to bring is there (null), or tells what is still missing. */
  readonly proven?: (signal: AbortSignal) => Promise<Unproven | null>
  /** For a job that is to be stopped: stops it when the time for that has come. */
  readonly stop?: (job: StoppableJob, signal: AbortSignal) => Promise<void>
  /** For a job that ends with its input: fulfilled with why it must not be left to, if there is a reason. */
  readonly misfit?: (job: RunningJob, signal: AbortSignal) => Promise<Misfit>
  /** Called once when no other job waits for this one any more; see `takeJobTurn`. */
  readonly onTurnOver?: () => void
  /** For those who send rows while the job runs: told when it does, and when it is over. */
  readonly reader?: JobUnderway
}

/** How a job ended, with everything that Flink says of its failures. */
export interface JobEnd {
  readonly job: JobAccount
  /** How the job stood while it ran; undefined where `job.load` is null. */
  readonly loadSamples?: readonly LoadSample[]
  /** Flink's own words; undefined when there was nothing to ask for. */
  readonly rawExceptions?: unknown
  /** What the job did not do in its time, in words. */
  readonly unproven?: string
  /** What to do about that. */
  readonly remedy?: string
  /** The size of a processing-time window, for which the job was cancelled: it has to be stopped when its rows are out. */
  readonly windowMs?: number
  /** Of a job that did not end in its time. */
  readonly threads?: ThreadDumps
  /** Limits that TaskManagers had reached while such a job still ran, each as a clause. */
  readonly limits?: readonly string[]
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
export async function runJob<Row, Out>(prepared: PreparedJob<Row, Out>, plan: JobPlan): Promise<JobEnd> {
  const samples = new JobSamples()
  try {
    const ended = await inTurn(prepared, plan, (own) => submitAndWatch(prepared, own, samples))
    const { load, loadSamples } = loadOf(samples.all)
    return load === null ? ended : { ...ended, job: { ...ended.job, load }, loadSamples }
  } finally {
    plan.reader?.noteOver()
  }
}

async function submitAndWatch<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  plan: JobPlan,
  samples: JobSamples,
): Promise<JobEnd> {
  const { stack, stages, signal, tell, onSubmitted, proven, stop } = plan
  const { scenario } = prepared
  const since = new Date()
  tell(`submitting ${scenario.job.module}`)
  const submitted = await stages.time('submit', () => submitScenario(prepared, plan))
  if ('refused' in submitted) return { job: submitted.refused }
  const { jobId } = submitted
  const webUiUrl = `${stack.flinkUrl}/#/job/running/${jobId}`
  const running = { ...noJob, id: jobId, name: scenario.name, state: 'RUNNING', webUiUrl }
  onSubmitted(running)
  plan.reader?.noteRunning({ flinkUrl: stack.flinkUrl, jobId })
  tell(`running, see ${webUiUrl}`)
  const timeoutMs = proven || stop ? endlessMs : (scenario.jobTimeoutMs ?? defaultJobTimeoutMs)
  const readTaskManagerLog = (): Promise<string> => stack.log('taskmanager', since)
  const removeFolder = async (folder: string, within: AbortSignal): Promise<void> =>
    void (await Promise.all(stack.taskManagers.map((each) => each.removeFolder(folder, within))))
  const watched = { flinkUrl: stack.flinkUrl, jobId, timeoutMs, readTaskManagerLog, removeFolder }
  const cancel = (within = cancelTimeoutMs): Promise<EndState> => cancelJob({ ...watched, timeoutMs: within })
  try {
    if (proven) await refuseParallel(scenario, watched, signal)
    const { groupId, inputTopic } = plan.topics
    const stuck = { stack, jobId, groupId, inputTopic, since }
    const outcome = await stages.time('job', () =>
      endOfJob({ ...watched, onStanding: (standing) => samples.note(standing) }, signal, { ...plan, stuck }),
    )
    if ('unproven' in outcome) {
      const checkpoints = await orDeath(readCheckpoints(stack.flinkUrl, jobId, { signal }), signal)
      const job = { ...running, checkpoints }
      return { job, cancel: async () => void (await cancel()), ...outcome.unproven }
    }
    if ('misfit' in outcome) {
      // One that has ended meanwhile, or failed while it was cancelled, is judged by that.
      if ((await cancel()) !== 'CANCELED') return endOf(await watchJob({ ...watched, signal }), stack.flinkUrl)
      if (outcome.misfit.kind === 'processing-time') return { job: running, windowMs: outcome.misfit.windowMs }
      return { job: running, ...unbounded }
    }
    if ('sign' in outcome) {
      // That it resists is no reason to tell less of it.
      await cancel().catch(() => undefined)
      return { job: { ...running, state: 'CANCELED', exception: stuckException(outcome.sign) } }
    }
    return endOf(outcome, stack.flinkUrl)
  } catch (error) {
    if (error instanceof StreamassayError && error.code === 'WAIT_TIMED_OUT' && !signal.aborted) {
      const allowedMs = scenario.jobTimeoutMs ?? defaultJobTimeoutMs
      const late = await lateJob(stack, { jobId, timeoutMs: allowedMs, module: scenario.job.module })
      // That it would not be cancelled either is for the next run to mend; what there is to tell is known.
      await cancel(lateCancelTimeoutMs).catch(() => undefined)
      const { exception, ...rest } = late
      return { job: { ...running, exception }, unproven: error.message, remedy: error.remedy, ...rest }
    }
    if (error instanceof StreamassayError && error.code === 'OUTPUT_ENDLESS') {
      await cancelJob({ ...watched, timeoutMs: lateCancelTimeoutMs })
        .then((state) => onSubmitted({ ...running, state }))
        .catch(() => undefined)
    }
    // It would keep its slots, and go on writing, on a stack that other runs share.
    if (!stack.dead.aborted) await requestCancel(stack.flinkUrl, jobId).catch(() => undefined)
    throw error
  }
}

const unbounded: Pick<JobEnd, 'unproven' | 'remedy'> = {
  unproven:
    'all expected rows have arrived and all input is read, but the job still runs: it does not end with its input',
  remedy: "Give the scenario `ends: 'when-stopped'`, or let the job end when it receives `--bounded`.",
}

const stuckException = ({ waits, hint, operator }: StuckSign): JobException => ({
  ...unplaced,
  type: stuckType,
  message: waits,
  operator,
  hint,
})

function endOf(outcome: JobOutcome, flinkUrl: string): JobEnd {
  const job = accountOf(outcome, flinkUrl)
  return outcome.exception === null ? { job } : { job, rawExceptions: outcome.rawExceptions }
}

const accountOf = (
  { id, name, state, durationMs, restarts, operators, checkpoints, exception }: JobOutcome,
  flinkUrl: string,
): JobAccount => ({
  id,
  name,
  state,
  durationMs,
  restarts,
  webUiUrl: `${flinkUrl}/#/job/completed/${id}`,
  operators,
  checkpoints,
  load: null,
  exception,
})
