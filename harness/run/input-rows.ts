/** The rows of a run's input: those of the checked file, then the sentinel if there is one. */
import { readCsv } from '../scenario/csv/csv-check.ts'
import type { NumberedInput } from '../verdict/run-account.ts'
import type { PreparedScenario } from './prepare.ts'

/** A row with its line; the sentinel stands on none. */
export interface InputRow<Row> {
  readonly row: Row
  readonly line: number | null
}

/**
 * A fresh reading of the input, in pieces of bounded size.
 *
 * @throws StreamassayError `CSV_CHANGED`, `CSV_UNREADABLE`
 */
export async function* inputRows<Row, Out>({
  scenario,
  csv,
}: Pick<PreparedScenario<Row, Out>, 'scenario' | 'csv'>): AsyncGenerator<readonly InputRow<Row>[], void, undefined> {
  yield* readCsv(scenario.input, csv)
  if (scenario.sentinel !== undefined) yield [{ row: scenario.sentinel, line: null }]
}

/**
 * Reads the rows of these lines once more, for a report. Empty if the reference has windows, and if the file is no longer the
 * one that was checked, which only its end tells.
 */
export async function rowsOfLines<Row, Out>(
  prepared: Pick<PreparedScenario<Row, Out>, 'scenario' | 'csv'>,
  lines: ReadonlySet<number>,
): Promise<readonly NumberedInput[]> {
  const found: NumberedInput[] = []
  try {
    // A row of a window comes from several, and its line is that of the last one.
    if (lines.size === 0 || prepared.scenario.reference.hasEventTime) return found
    for await (const piece of inputRows(prepared)) {
      for (const { row, line } of piece) if (line !== null && lines.has(line)) found.push({ row, line })
    }
    return found
  } catch {
    // The verdict is known by now.
    return []
  }
}
