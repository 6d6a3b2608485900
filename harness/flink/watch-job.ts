/** Watches a job until it has ended, however it ends. */
import { messageOf, StreamassayError } from '../errors.ts'
import { waitUntil } from '../wait-until.ts'
import { readCheckpoints } from './checkpoints.ts'
import { orDeath } from './death.ts'
import {
  type JobExceptions,
  type JobOperators,
  type JobStanding,
  readJob,
  readJobExceptions,
  readJobOperators,
  requestCancel,
} from './endpoints.ts'
import { jobException, lastException } from './failure/exceptions.ts'
import { hidesTaskFailure, taskFailure } from './failure/task-failure.ts'
import type { CheckpointAccount } from '../verdict/checkpoint-account.ts'
import type { JobException, OperatorAccount } from '../verdict/run-account.ts'

const endStates = ['FINISHED', 'FAILED', 'CANCELED'] as const

/** How a job can have ended. */
export type EndState = (typeof endStates)[number]

/** A job that has ended. */
export interface JobOutcome {
  readonly id: string
  readonly name: string
  readonly state: EndState
  /** From submission to the end, by Flink's clock. */
  readonly durationMs: number
  /** How often Flink started it anew; Flink remembers the last 16 failures. */
  readonly restarts: number
  readonly operators: readonly OperatorAccount[]
  readonly checkpoints: CheckpointAccount | null
  /** The last failure that Flink remembers; a job that was started anew may have one and be FINISHED. */
  readonly exception: JobException | null
  /** Flink's whole answer on the job's failures. */
  readonly rawExceptions: JobExceptions
}

export interface JobWatch {
  readonly flinkUrl: string
  readonly jobId: string
  readonly timeoutMs: number
  /** The pause between two looks; 20 ms when not given. */
  readonly intervalMs?: number
  /** The TaskManager's log since the job was submitted: where Flink's own account of a failure leaves out its cause. */
  readonly readTaskManagerLog?: () => Promise<string>
  /** Told of every look at the job. */
  readonly onStanding?: (standing: JobStanding) => void
  /** Ends the wait from outside, as when a container died; its reason is thrown. */
  readonly signal?: AbortSignal
}

/**
 * Waits until the job is FINISHED, FAILED or CANCELED. It goes on running when the wait is over before that.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` with the last state, and the last failure of a job that is restarted again and
 * again; `FLINK_REST_FAILED` when the JobManager does not answer
 */
export async function watchJob(watch: JobWatch): Promise<JobOutcome> {
  const { flinkUrl, jobId, signal } = watch
  const ended = awaitEnd(
    watch,
    'Check in the Web UI what the job waits for (operators that stay CREATED need more free slots), or allow it more time (`jobTimeoutMs`).',
  )
  const standing = await orDeath(ended, signal).catch(async (error: unknown) => {
    throw await withLastException(error, flinkUrl, jobId)
  })
  const limits = { ...(signal && { signal }) }
  const [exceptions, checkpoints] = await orDeath(
    Promise.all([readJobExceptions(flinkUrl, jobId, limits), readCheckpoints(flinkUrl, jobId, limits)]),
    signal,
  )
  const failures = exceptions.exceptionHistory.entries.length
  const failed = standing.state === 'FAILED'
  const operators = failed ? await orDeath(operatorsOf(watch), signal) : []
  const operator = operators.find(({ status }) => status === 'FAILED')?.name ?? null
  const lastFailure = lastException(exceptions, operator)
  return {
    id: standing.jid,
    name: standing.name,
    state: standing.state,
    durationMs: standing.duration,
    // Every failure but the last of a job that failed was followed by a new start.
    operators: standing.vertices,
    checkpoints,
    restarts: failed ? Math.max(0, failures - 1) : failures,
    exception:
      lastFailure && hidesTaskFailure(lastFailure)
        ? await ofTask(watch, { standing, operators }, lastFailure)
        : lastFailure,
    rawExceptions: exceptions,
  }
}

/** The job's operators with their states. None where Flink cannot tell: how the job ended is known. */
const operatorsOf = ({ flinkUrl, jobId, signal }: JobWatch): Promise<JobOperators> =>
  readJobOperators(flinkUrl, jobId, { ...(signal && { signal }) }).catch(() => [])

/** What a task of the job failed with, from the log; what Flink told where that is not to be had. */
async function ofTask(
  { readTaskManagerLog }: JobWatch,
  { standing, operators }: { readonly standing: JobStanding; readonly operators: JobOperators },
  lastFailure: JobException,
): Promise<JobException> {
  const log = await (readTaskManagerLog?.() ?? Promise.resolve('')).catch(() => '')
  const found = taskFailure(
    log,
    operators.map(({ name }) => name),
    // The containers of a cluster have one clock, which need not be ours.
    standing['start-time'],
  )
  return found === null ? lastFailure : jobException(found.stacktrace, found.operator)
}

/**
 * Cancels a job and waits until it has ended; one that has ended already is left as it is.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`, `FLINK_REST_FAILED`
 */
export async function cancelJob(watch: JobWatch): Promise<EndState> {
  const { flinkUrl, jobId, signal } = watch
  await requestCancel(flinkUrl, jobId, { ...(signal && { signal }) })
  return (await awaitEnd(watch, 'Check the TaskManager: a task of the job does not react.')).state
}

type EndedStanding = JobStanding & { readonly state: EndState }

const hasEnded = (standing: JobStanding): standing is EndedStanding =>
  endStates.some((state) => state === standing.state)

const awaitEnd = (
  { flinkUrl, jobId, timeoutMs, intervalMs = 20, onStanding, signal }: JobWatch,
  remedy: string,
): Promise<EndedStanding> =>
  waitUntil(
    async (limit) => {
      const standing = await readJob(flinkUrl, jobId, { signal: limit })
      onStanding?.(standing)
      return hasEnded(standing) ? { found: standing } : { seen: inWords(standing) }
    },
    { what: `the job ${jobId} to end`, timeoutMs, intervalMs, remedy, ...(signal && { signal }) },
  )

/** A job is RUNNING also while its operators wait for slots: they are CREATED then. */
function inWords({ state, 'status-counts': counts }: JobStanding): string {
  const operators = Object.entries(counts).filter(([, count]) => count > 0)
  return `${state}, its operators: ${operators.map(([name, count]) => `${count} ${name}`).join(', ')}`
}

async function withLastException(failure: unknown, flinkUrl: string, jobId: string): Promise<unknown> {
  if (!(failure instanceof StreamassayError) || failure.code !== 'WAIT_TIMED_OUT') return failure
  const lastFailure = await readJobExceptions(flinkUrl, jobId).then(lastException, (problem: unknown) => ({
    type: 'its failures cannot be read',
    message: messageOf(problem),
    traceback: null,
  }))
  if (lastFailure === null) return failure
  const details = [
    `last failure: ${lastFailure.type}: ${lastFailure.message}`,
    ...(lastFailure.traceback?.split('\n') ?? []),
  ]
  const { code, message, remedy, cause } = failure
  return new StreamassayError(code, message, { remedy, cause, details })
}
