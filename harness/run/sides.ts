/** The other streams of a scenario, its sides: read whole before a run, and sent whole before the job is submitted, or when it has read its input. */
import { sideTopic } from '../flink/submission/job-arguments.ts'
import type { OutgoingRecord } from '../kafka/replay/replay.ts'
import type { KafkaSession } from '../kafka/session.ts'
import { rowFormat } from '../record/row-format.ts'
import { checkCsv } from '../scenario/csv/csv-check.ts'
import type { CsvFixture, NumberedRow } from '../scenario/csv/csv-fixture.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** A side that has been read: all of its rows are sound. */
export interface PreparedSide {
  readonly name: string
  readonly fixture: CsvFixture<unknown>
  readonly rows: readonly NumberedRow<unknown>[]
  readonly sha256: string
}

/**
 * Reads the sides of a scenario.
 *
 * @returns them, and the scenario with a reference that knows their rows
 * @throws StreamassayError `CSV_INVALID`, `CSV_UNREADABLE`, `CSV_CHANGED`, `REFERENCE_FAILED`
 */
export async function prepareSides<Row, Out>(
  scenario: Scenario<Row, Out>,
): Promise<{ readonly scenario: Scenario<Row, Out>; readonly sides: readonly PreparedSide[] }> {
  const sides: PreparedSide[] = []
  for (const [name, fixture] of Object.entries(scenario.sides ?? {})) {
    const rows: NumberedRow<unknown>[] = []
    const { sha256 } = await checkCsv(fixture, (some) => void rows.push(...some))
    sides.push({ name, fixture, rows, sha256 })
  }
  if (sides.length === 0) return { scenario, sides }
  const rowsOf = new Map(sides.map(({ fixture, rows }) => [fixture, rows]))
  return { scenario: { ...scenario, reference: scenario.reference.withSides(rowsOf) }, sides }
}

/** Of which run, and by whom its sides are sent. */
export interface SidesPlan {
  readonly kafka: Pick<KafkaSession, 'replay'>
  readonly groupId: string
  readonly signal: AbortSignal
}

/** For each side. */
const sendingMs = 10 * 60_000

/** A side's topic, which must be there, is given every row of it, in order. @throws StreamassayError as `replay` says; `RECORD_UNENCODABLE` */
export async function sendSide(
  { name, fixture, rows }: PreparedSide,
  { kafka, groupId, signal }: SidesPlan,
): Promise<void> {
  const format = rowFormat(fixture.columns)
  const record = ({ row, line }: NumberedRow<unknown>): OutgoingRecord => ({
    partition: 0,
    key: null,
    value: format.encode(row),
    headers: null,
    timestampMs: null,
    line,
  })
  const records = pieces(rows.map(record))
  await kafka.replay({ topic: sideTopic(groupId, name), records, limits: { timeoutMs: sendingMs, signal } })
}

const pieceRows = 1000

async function* pieces<Value>(all: readonly Value[]): AsyncGenerator<readonly Value[], void, undefined> {
  for (let from = 0; from < all.length; from += pieceRows) yield all.slice(from, from + pieceRows)
}
