/** Rows that are to be late wait, before they are sent, until event time has come far enough in the job. */
import { waitForWatermark, type WatermarkWait } from '../../flink/running/watermarks.ts'
import type { OutgoingRecord } from '../../kafka/replay/replay.ts'
import { untilAborted } from '../../wait-until.ts'
import type { InputRow } from '../input-rows.ts'
import { defaultJobTimeoutMs } from '../job/run-job.ts'
import { InputReading, type PartitionedInput } from '../reference/input-reading.ts'
import type { JobUnderway } from './job-underway.ts'

/** What a row waits for before it is sent; undefined: nothing. */
export type RowWait = OutgoingRecord['after']

export interface LateRowPlan {
  readonly job: JobUnderway
  readonly onWait?: (what: string) => void
  /** Waits until the job has come to a watermark (default: what its metrics say). */
  readonly untilWatermark?: (wait: WatermarkWait) => Promise<void>
}

/**
 * To be asked of the rows of a stream in their order. Each that the reference takes for late waits for the job's watermark:
 * Flink lets it follow the rows some time later, and a row that came before it would not be late. No other row waits, as the
 * job's watermark is never ahead of the reference's. Nothing waits for a job that is over.
 *
 * The wait throws StreamassayError `WAIT_TIMED_OUT` after the scenario's `jobTimeoutMs`, `FLINK_REST_FAILED`.
 */
export function lateRowWaits<Row, Out>(
  input: PartitionedInput<Row, Out>,
  { job, onWait, untilWatermark = waitForWatermark }: LateRowPlan,
): (taken: InputRow<Row>) => RowWait {
  const { jobTimeoutMs: timeoutMs = defaultJobTimeoutMs } = input.scenario
  const reading = new InputReading(input)
  /** Where the job's watermark was last seen; it never goes back. */
  let seenMs = -Infinity
  return (taken) => {
    reading.take(taken)
    const watermarkMs = reading.lateBehindMs
    if (watermarkMs === null) return undefined
    return async (given) => {
      if (watermarkMs <= seenMs) return
      const signal = AbortSignal.any([given, job.over])
      try {
        onWait?.(`line ${taken.line ?? 'of the sentinel'} is late: waiting for the job to close its window`)
        const running = await untilAborted(job.running, signal)
        await untilWatermark({ ...running, watermarkMs, timeoutMs, signal })
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
