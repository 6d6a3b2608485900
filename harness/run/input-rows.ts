/** The rows of a run's input: those of the checked file, then the sentinel if there is one. */
import { readCsv } from '../scenario/csv/csv-check.ts'
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
