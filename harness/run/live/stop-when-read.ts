/** The end of a job that is stopped: everything has been sent, its sources have read it, and then Flink stops it. */
import { waitUntilRead } from '../../flink/running/source-offsets.ts'
import { stopJob } from '../../flink/running/stop-job.ts'
import type { Ledger } from '../../kafka/replay/replay.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { untilAborted } from '../../wait-until.ts'
import { defaultJobTimeoutMs, type JobPlan } from '../job/run-job.ts'

/**
 * Waits until all has been sent, and then, within the scenario's `jobTimeoutMs` each, until the job has read it and until
 * it has stopped.
 */
export const stopWhenRead = <Row, Out>(
  replayed: Promise<Ledger>,
  { jobTimeoutMs: timeoutMs = defaultJobTimeoutMs }: Scenario<Row, Out>,
): Pick<JobPlan, 'stop'> => ({
  stop: async (job, signal) => {
    const { topic, entries } = await untilAborted(replayed, signal)
    const lastOffsets = new Map<number, bigint>()
    for (const { partition, baseOffset, rows } of entries) {
      const last = baseOffset + BigInt(rows) - 1n
      if (last > (lastOffsets.get(partition) ?? -1n)) lastOffsets.set(partition, last)
    }
    await waitUntilRead({ ...job, topic, lastOffsets, timeoutMs, signal })
    await stopJob({ ...job, timeoutMs, signal })
  },
})
