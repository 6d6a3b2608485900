/** Records to replay. */
import type { OutgoingRecord } from '../../harness/kafka/replay/replay.ts'

/** A record of this text, and whatever else a spec cares for. */
export const record = (text: string, rest: Partial<OutgoingRecord> = {}): OutgoingRecord => ({
  partition: 0,
  key: null,
  value: Buffer.from(text),
  headers: null,
  timestampMs: null,
  ...rest,
})

/** Rows as they come from a source, in pieces of a thousand. */
export async function* pieces<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += 1000) yield rows.slice(at, at + 1000)
}

/** Records `row 0`, `row 1` and so on, spread over the partitions in turn. */
export const numbered = (count: number, partitions = 1): OutgoingRecord[] =>
  Array.from({ length: count }, (_, row) => record(`row ${row}`, { partition: row % partitions }))
