/** The replay of a scenario: each row goes to the broker and through the reference in the same pass over the file. */
import { outgoingRecord } from '../kafka/outgoing-record.ts'
import { type Ledger, type OutgoingRecord, replay } from '../kafka/replay/replay.ts'
import { rowFormat } from '../record/row-format.ts'
import { readCsv } from '../scenario/csv/csv-check.ts'
import type { NumberedRow } from '../scenario/csv/csv-fixture.ts'
import { type ExpectedRow, expectedRows } from '../scenario/pipeline.ts'
import type { Format, Scenario } from '../scenario/scenario.ts'
import type { PreparedScenario } from './prepare.ts'

export interface ReplayPlan {
  readonly brokers: string
  readonly topic: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Told what the broker has acknowledged so far. */
  readonly onProgress: (soFar: Ledger) => void
}

/** What was sent, and what the reference says that the job should make of it. */
export interface Replayed<Out> {
  readonly ledger: Ledger
  readonly expected: readonly ExpectedRow<Out>[]
  /** The input partition that an expected row came from. */
  readonly inputPartitionOf: (row: ExpectedRow<Out>) => number
}

/** How a scenario's rows are written and read: its own format, else JSON by its columns. */
export const formatOf = <Row, Out>({ format, input }: Scenario<Row, Out>): Format<Row> =>
  format ?? rowFormat(input.columns)

/**
 * Sends every row of the fixture, then the sentinel if there is one.
 *
 * @throws StreamassayError as `replay` says; `CSV_CHANGED`, `REFERENCE_FAILED`, `RECORD_UNENCODABLE`, `SCENARIO_INVALID`
 */
export async function replayRows<Row, Out>(
  { scenario, csv }: PreparedScenario<Row, Out>,
  plan: ReplayPlan,
): Promise<Replayed<Out>> {
  const format = formatOf(scenario)
  const expected: ExpectedRow<Out>[] = []
  const partitions = new Map<ExpectedRow<Out>, number>()
  async function* records(): AsyncGenerator<OutgoingRecord> {
    let ordinal = 0
    for await (const numbered of withSentinel(scenario, readCsv(scenario.input, csv))) {
      const record = outgoingRecord(scenario, format, numbered.row, ordinal)
      for (const row of expectedRows(scenario.reference, numbered)) {
        expected.push(row)
        if (record.partition > 0) partitions.set(row, record.partition)
      }
      yield record
      ordinal += 1
    }
  }
  const { rowsPerSecond } = scenario
  const ledger = await replay({
    brokers: plan.brokers,
    topic: plan.topic,
    records: records(),
    limits: { timeoutMs: plan.timeoutMs, signal: plan.signal, ...(rowsPerSecond !== undefined && { rowsPerSecond }) },
    onProgress: plan.onProgress,
  })
  return { ledger, expected, inputPartitionOf: (row) => partitions.get(row) ?? 0 }
}

/** A sentinel stands on no line. */
async function* withSentinel<Row, Out>(
  { sentinel }: Scenario<Row, Out>,
  rows: AsyncIterable<NumberedRow<Row>>,
): AsyncGenerator<{ readonly row: Row; readonly line: number | null }> {
  yield* rows
  if (sentinel !== undefined) yield { row: sentinel, line: null }
}
