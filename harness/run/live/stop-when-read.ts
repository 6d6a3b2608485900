/** The end of a job that is stopped: everything has been sent, its sources have read it, and then Flink stops it. */
import { type LastOffsets, waitUntilRead } from '../../flink/running/source-offsets.ts'
import { stopJob } from '../../flink/running/stop-job.ts'
import { sideTopic } from '../../flink/submission/job-arguments.ts'
import type { Ledger } from '../../kafka/replay/replay.ts'
import { untilAborted } from '../../wait-until.ts'
import { defaultJobTimeoutMs, type JobPlan } from '../job/run-job.ts'
import type { PreparedJob } from '../job/submit-scenario.ts'
import { sendSide, type SidesPlan } from '../sides.ts'

/**
 * Waits until all has been sent, and then, within the scenario's `jobTimeoutMs` each, until the job has read its input and
 * each side, and until it has stopped. Sides that are to come last are sent in between.
 */
export const stopWhenRead = <Row, Out>(
  replayed: Promise<Ledger>,
  { scenario, sides }: Pick<PreparedJob<Row, Out>, 'scenario' | 'sides'>,
  { kafka, groupId }: Omit<SidesPlan, 'signal'>,
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
    await stopJob({ ...job, ...limits })
  },
})

function lastOf({ entries }: Ledger): LastOffsets {
  const lastOffsets = new Map<number, bigint>()
  for (const { partition, baseOffset, rows } of entries) {
    const last = baseOffset + BigInt(rows) - 1n
    if (last > (lastOffsets.get(partition) ?? -1n)) lastOffsets.set(partition, last)
  }
  return lastOffsets
}
