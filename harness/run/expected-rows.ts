/** What the reference says that the job should make of the input, row by row, from a reading of its own. */
import type { CsvSummary } from '../scenario/csv/csv-fixture.ts'
import type { ExpectedRow } from '../scenario/reference/reading.ts'
import { LastOfEach } from '../verdict/changes/changed-table.ts'
import { inputRows } from './input-rows.ts'
import { InputReading, ofWindows, type PartitionedInput } from './reference/input-reading.ts'

/** A row that the job should write, and the input partition that the record it is made of went to; see `ofWindows`. */
export interface PlacedRow<Out> {
  readonly row: ExpectedRow<Out>
  readonly inputPartition: number
  /** True if the reference gives it only at the end of the input. */
  readonly isAtEnd?: boolean
}

/** A checked input; see `PreparedScenario`. */
export interface ExpectedInput<Row, Out> extends PartitionedInput<Row, Out> {
  readonly csv: CsvSummary
}

/**
 * Every expected row in the order of the input, the sentinel's last and then what comes of the end of the input, in pieces
 * of bounded size.
 *
 * @throws StreamassayError `REFERENCE_FAILED`, `SCENARIO_INVALID`, `CSV_CHANGED`, `CSV_UNREADABLE`
 */
export async function* expectedPieces<Row, Out>({
  scenario,
  csv,
  partitions,
}: ExpectedInput<Row, Out>): AsyncGenerator<readonly PlacedRow<Out>[], void, undefined> {
  const reading = new InputReading({ scenario, ...(partitions && { partitions }) })
  for await (const piece of inputRows({ scenario, csv })) {
    const placed: PlacedRow<Out>[] = []
    for (const input of piece) {
      // A row that the job drops has no partition worth knowing.
      const { expected, partitionOf } = reading.take(input)
      for (const [place, row] of expected.entries()) placed.push({ row, inputPartition: partitionOf(place) })
    }
    if (placed.length > 0) yield placed
  }
  // Only windows give something then.
  const inputPartition = ofWindows(scenario.inputPartitions)
  const atEnd = reading.end().map((row) => ({ row, inputPartition, isAtEnd: true }))
  if (atEnd.length > 0) yield atEnd
}

/** Of what changes leave of it, in one piece: the last expected row of each identity. @throws StreamassayError as `expectedPieces` says */
export async function* lastOfEach<Row, Out>(
  input: ExpectedInput<Row, Out>,
): AsyncGenerator<readonly PlacedRow<Out>[], void, undefined> {
  const last = new LastOfEach<Out, PlacedRow<Out>>(input.scenario.identity)
  for await (const piece of expectedPieces(input)) for (const placed of piece) last.take(placed.row, placed)
  const rows = last.rows()
  if (rows.length > 0) yield rows
}
