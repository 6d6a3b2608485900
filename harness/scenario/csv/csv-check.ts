/** The two readings of a CSV fixture: one checks all of it before a row is sent, one hands the checked rows out. */
import { createHash } from 'node:crypto'

import { csvChanged } from './bytes/file-bytes.ts'
import type { CsvFixture, CsvSummary, NumberedRow } from './csv-fixture.ts'
import { csvInvalid, mostProblems } from './csv-problem.ts'
import type { CsvProblem } from './csv-problem.ts'
import { readCsvRows } from './csv-rows.ts'

/**
 * Reads the whole file once, in bounded memory, and checks every row. `onRows` sees those that are sound, piece by piece,
 * until something is wrong; what it throws ends the check.
 *
 * @throws StreamassayError `CSV_INVALID` with up to 20 problems, the first as the message and the others as details;
 * `CSV_UNREADABLE` when the file cannot be read; `CSV_CHANGED` when it was written to meanwhile
 */
export async function checkCsv<Row>(
  fixture: CsvFixture<Row>,
  onRows?: (rows: readonly NumberedRow<Row>[]) => void,
): Promise<CsvSummary> {
  const hash = createHash('sha256')
  const problems: CsvProblem[] = []
  let rowCount = 0
  for await (const piece of readCsvRows(fixture, hash)) {
    rowCount += piece.rows.length
    problems.push(...piece.problems.slice(0, mostProblems - problems.length))
    if (problems.length === 0 && piece.rows.length > 0) onRows?.(piece.rows)
    if (problems.length === mostProblems) break
  }
  if (problems.length > 0) throw csvInvalid(fixture.path, problems)
  return { rows: rowCount, sha256: hash.digest('hex') }
}

/**
 * Reads a checked file again, in pieces of bounded size.
 *
 * @throws StreamassayError `CSV_CHANGED`, at the end at the latest, when the file is not the one that was checked;
 * `CSV_UNREADABLE` when it cannot be read
 */
export async function* readCsv<Row>(
  fixture: CsvFixture<Row>,
  summary: CsvSummary,
): AsyncGenerator<readonly NumberedRow<Row>[], void, undefined> {
  const hash = createHash('sha256')
  let rowCount = 0
  const changed = (): Error => csvChanged(fixture.path, 'between its check and its replay')
  for await (const { rows, problems } of readCsvRows(fixture, hash)) {
    rowCount += rows.length
    if (problems.length > 0 || rowCount > summary.rows) throw changed()
    if (rows.length > 0) yield rows
  }
  if (hash.digest('hex') !== summary.sha256) throw changed()
}
