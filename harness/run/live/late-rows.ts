/** Rows that are to be late wait, before they are sent, until event time has come far enough in the job. */
import { waitForWatermark, type WatermarkWait } from '../../flink/running/watermarks.ts'
import type { OutgoingRecord } from '../../kafka/replay/replay.ts'
import { untilAborted } from '../../wait-until.ts'
import type { InputRow } from '../input-rows.ts'
import { defaultJobTimeoutMs } from '../job/run-job.ts'
import { InputReading, type PartitionedInput } from '../reference/input-reading.ts'
import type { JobUnderway } from './job-underway.ts'

/** Longer than a job is idle for by a usual `with_idleness`, and than its Python takes to start. */
const defaultQuietMs = 15_000

/** What a row waits for before it is sent; undefined: nothing. */
export type RowWait = OutgoingRecord['after']

export interface LateRowPlan {
  readonly job: JobUnderway
  /** The topic that the rows are sent to. */
  readonly topic: string
  /** How long the job may stand still once it has read all earlier rows (default: 15,000, or a longer `settleMs`). */
  readonly quietMs?: number
  readonly onWait?: (what: string) => void
  /** Waits until the job has come to a watermark (default: what its metrics say). */
  readonly untilWatermark?: (wait: WatermarkWait) => Promise<void>
}

/**
 * To be asked of the rows of a stream in their order. Each that the reference takes for late waits for the job's watermark:
 * Flink lets it follow the rows some time later, and a row that came before it would not be late. No other row waits, as the
 * job's watermark is never ahead of the reference's. Nothing waits for a job that is over.
 *
 * The wait throws StreamassayError `WAIT_TIMED_OUT` after the scenario's `jobTimeoutMs`, or if the watermark stands still though
 * all earlier rows were read, as next to a partition without rows; `FLINK_REST_FAILED`.
 */
export function lateRowWaits<Row, Out>(
  input: PartitionedInput<Row, Out>,
  {
    job,
    topic,
    onWait,
    untilWatermark = waitForWatermark,
    quietMs = Math.max(input.scenario.settleMs ?? 0, defaultQuietMs),
  }: LateRowPlan,
): (taken: InputRow<Row>) => RowWait {
  const { jobTimeoutMs: timeoutMs = defaultJobTimeoutMs, inputPartitions = 1 } = input.scenario
  const reading = new InputReading(input)
  /** Where the job's watermark was last seen; it never goes back. */
  let seenMs = -Infinity
  /** Of the rows until now, by partition. */
  const lastOffsets = new Map<number, bigint>()
  return (taken) => {
    const taking = reading.take(taken)
    const partition = inputPartitions === 1 ? 0 : taking.partition()
    const watermarkMs = reading.lateBehindMs
    const sent = watermarkMs === null ? null : { topic, quietMs, lastOffsets: new Map(lastOffsets) }
    lastOffsets.set(partition, (lastOffsets.get(partition) ?? -1n) + 1n)
    if (watermarkMs === null || sent === null) return undefined
    return async (given) => {
      if (watermarkMs <= seenMs) return
      const signal = AbortSignal.any([given, job.over])
      try {
        onWait?.(`line ${taken.line ?? 'of the sentinel'} is late: waiting for the job to close its window`)
        const running = await untilAborted(job.running, signal)
        await untilWatermark({ ...running, watermarkMs, sent, timeoutMs, signal })
        seenMs = watermarkMs
      } catch (error) {
        if (given.aborted || !job.over.aborted) throw error
      }
    }
  }
}

/** The same rows, each with what it waits for. */
export async function* withWaits<Row>(
  input: AsyncIterable<readonly InputRow<Row>[]>,
  waitOf: (taken: InputRow<Row>) => RowWait,
): AsyncGenerator<readonly (InputRow<Row> & { readonly after?: NonNullable<RowWait> })[], void, undefined> {
  for await (const piece of input) {
    yield piece.map(({ row, line }) => {
      const after = waitOf({ row, line })
      return after === undefined ? { row, line } : { row, line, after }
    })
  }
}
