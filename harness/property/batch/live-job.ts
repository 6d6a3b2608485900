/** Starts a job that is kept running for a whole check, or tells why it cannot be. */
import { cancelJob } from '../../flink/watch-job.ts'
import { parallelOperator } from '../../run/job/parallel-operator.ts'
import { defaultJobTimeoutMs } from '../../run/job/run-job.ts'
import { type PreparedJob, submitScenario } from '../../run/job/submit-scenario.ts'
import { makeTopics } from '../../run/run-topics.ts'
import { takeJobTurn } from '../../run/turn/job-turn.ts'
import { waitForStarts } from '../../run/live/once-reading.ts'
import type { Stack, StackPart } from '../../stack/stack.ts'
import type { JobAccount } from '../../verdict/run-account.ts'
import { type LiveJob, RunningJob } from './running-job.ts'

export interface LiveJobPlan {
  readonly stack: Stack
  /** Its topics and its consumer group are named after this. */
  readonly name: string
  readonly signal: AbortSignal
}

/** Why a job cannot be kept running, in words; or what became of one that never started. */
export type NotLive = { readonly unfit: string } | { readonly refused: JobAccount }

const limitsMs = { topics: 30_000, cancel: 30_000, lastCancel: 5000 }

/**
 * Creates topics of one partition each, and submits the job in its turn to wait for rows.
 *
 * @throws StreamassayError as `makeTopics`, `takeJobTurn`, `submitScenario` and Flink's REST interface say
 */
export async function startLiveJob<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  { stack, name, signal: outside }: LiveJobPlan,
): Promise<LiveJob<Row> | NotLive> {
  const { kafka, brokersForJobs, flinkUrl } = stack
  const [inputTopic, outputTopic] = [`${name}-in`, `${name}-out`]
  const topics = { brokers: brokersForJobs, inputTopic, outputTopic, groupId: name }
  const ofOnePartition = { ...prepared.scenario, inputPartitions: 1, outputPartitions: 1 }
  const limits = { timeoutMs: limitsMs.topics, signal: outside }
  await makeTopics({ ...prepared, scenario: ofOnePartition }, { kafka, topics, ...limits })
  const orDead = AbortSignal.any([outside, stack.dead])
  await using taken = new AsyncDisposableStack()
  const turn = taken.use(await takeJobTurn(prepared, { stack, topics, signal: orDead, tell: () => undefined }))
  const signal = AbortSignal.any([outside, turn.lost])
  const since = new Date()
  const submitted = await submitScenario(prepared, { stack, topics, signal })
  if ('refused' in submitted) return submitted
  const { jobId } = submitted
  const readLog = (part: StackPart): Promise<string> => stack.log(part, since)
  const timeoutMs = prepared.scenario.jobTimeoutMs ?? defaultJobTimeoutMs
  const untilRead = (ended: AbortSignal): Promise<void> =>
    waitForStarts({ topic: inputTopic, partitions: 1, readLog }, { timeoutMs, signal: ended })
  turn.noteRunning({ flinkUrl, jobId })
  try {
    const wide = await parallelOperator({ flinkUrl, jobId }, signal)
    if (wide === null) {
      const held = taken.move()
      return new RunningJob(prepared, { stack, jobId, inputTopic, outputTopic, signal, turn: held, untilRead })
    }
    await cancelJob({ flinkUrl, jobId, timeoutMs: limitsMs.cancel, signal })
    return { unfit: `its operator ${wide.name} has a parallelism of ${wide.parallelism}` }
  } catch (error) {
    // The next job of the turn must not meet it.
    if (!stack.dead.aborted) {
      await cancelJob({ flinkUrl, jobId, timeoutMs: limitsMs.lastCancel, signal: stack.dead }).catch(() => undefined)
    }
    throw error
  }
}
