/** The end of a job that is stopped: its sources have read everything, what is due has come out, and then Flink stops it. */
import { StreamassayError } from '../../errors.ts'
import { processingTimeWindowMs, readJobPlan } from '../../flink/job-plan.ts'
import { type LastOffsets, waitUntilRead } from '../../flink/running/source-offsets.ts'
import { stopJob } from '../../flink/running/stop-job.ts'
import { sideTopic } from '../../flink/submission/job-arguments.ts'
import type { Ledger } from '../../kafka/replay/replay.ts'
import { untilAborted } from '../../wait-until.ts'
import { defaultJobTimeoutMs, type JobPlan } from '../job/run-job.ts'
import type { PreparedJob } from '../job/submit-scenario.ts'
import type { RunOutput } from '../output.ts'
import { sendSide, type SidesPlan } from '../sides.ts'
import { untilSettled } from './settle.ts'

/** How long a job may bring nothing new before it is stopped. */
const defaultSettleMs = 5000

/** The output of a job that is stopped, as far as that matters for when. */
export type StoppedOutput = Pick<RunOutput<unknown>, 'growing' | 'noteStop'>

/**
 * Waits until all has been sent, and then, within the scenario's `jobTimeoutMs` each, until the job has read its input and
 * each side, until what is due has come out or nothing more comes, and until it has stopped. Sides that are to come last
 * are sent in between.
 */
export const stopWhenRead = <Row, Out>(
  replayed: Promise<Ledger>,
  { scenario, sides }: Pick<PreparedJob<Row, Out>, 'scenario' | 'sides'>,
  { kafka, groupId }: Omit<SidesPlan, 'signal'>,
  output?: StoppedOutput,
): Pick<JobPlan, 'stop'> => ({
  stop: async (job, signal) => {
    const limits = { timeoutMs: scenario.jobTimeoutMs ?? defaultJobTimeoutMs, signal }
    const ledger = await untilAborted(replayed, signal)
    await waitUntilRead({ ...job, topic: ledger.topic, lastOffsets: lastOf(ledger), ...limits })
    for (const side of sides) {
      if (scenario.sidesSent === 'last') await sendSide(side, { kafka, groupId, signal })
      const lastOffsets = new Map(side.rows.length === 0 ? [] : [[0, BigInt(side.rows.length - 1)]])
      await waitUntilRead({ ...job, topic: sideTopic(groupId, side.name), lastOffsets, ...limits })
    }
    if (output !== undefined) {
      const windowMs = processingTimeWindowMs(await readJobPlan(job, limits))
      if (windowMs !== null && windowMs >= limits.timeoutMs) throw windowTooLong(windowMs, limits.timeoutMs)
      const settleMs = scenario.settleMs ?? defaultSettleMs + (windowMs ?? 0)
      await untilSettled({ ...job, output: output.growing, settleMs, windowMs, ...limits })
      await output.noteStop(limits)
    }
    await stopJob({ ...job, ...limits })
  },
})

/** What a window of processing time holds when the job is stopped is lost: the job cannot be judged before it closes. */
const windowTooLong = (windowMs: number, timeoutMs: number): StreamassayError =>
  new StreamassayError(
    'WAIT_TIMED_OUT',
    `the job has a processing-time window of ${windowMs / 1000} s, which does not close within ${timeoutMs / 1000} s`,
    { remedy: 'Pass the job a shorter window with `args`, or allow it more time (`jobTimeoutMs`).' },
  )

/** The last offset that was acknowledged in each partition. */
export function lastOf({ entries }: Ledger): LastOffsets {
  const lastOffsets = new Map<number, bigint>()
  for (const { partition, baseOffset, rows } of entries) {
    const last = baseOffset + BigInt(rows) - 1n
    if (last > (lastOffsets.get(partition) ?? -1n)) lastOffsets.set(partition, last)
  }
  return lastOffsets
}
