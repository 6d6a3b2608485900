/** From records to typed rows, by the header of their file. */
import { z } from 'zod'

import { messageOf } from '../../errors.ts'
import { shown } from '../cell-forms.ts'
import { thrownAt } from '../fault/thrown-at.ts'
import { delimiterProblem, rowDelimiter } from './csv-delimiter.ts'
import type { CsvFixture, NumberedRow } from './csv-fixture.ts'
import type { CsvHeader } from './csv-header.ts'
import { tooLong } from './csv-parser-problem.ts'
import type { CsvProblem } from './csv-problem.ts'
import type { CsvRecord } from './csv-record-parser.ts'
import { plainRows, type PlainRows } from './plain-rows.ts'

/** Reads the records below one header; where that is wrong, it looks for problems alone. */
export class RowReader<Row> {
  readonly #fixture: CsvFixture<Row>
  readonly #header: CsvHeader
  readonly #isSound: boolean
  readonly #plain: PlainRows<Row> | null

  constructor(fixture: CsvFixture<Row>, header: CsvHeader) {
    this.#fixture = fixture
    this.#header = header
    this.#isSound = header.problems.length === 0
    this.#plain = this.#isSound ? plainRows(fixture.columns, header.positions) : null
  }

  /** The rows that the records are, and what is wrong with the others. */
  read(records: readonly CsvRecord[]): { readonly rows: NumberedRow<Row>[]; readonly problems: CsvProblem[] } {
    const rows: NumberedRow<Row>[] = []
    const problems: CsvProblem[] = []
    for (const record of records) {
      if (!this.#isBlank(record)) {
        const outcome = this.#readRow(record)
        if (!('row' in outcome)) problems.push(...outcome.problems)
        else if (this.#isSound) rows.push(outcome)
      }
    }
    return { rows, problems }
  }

  /** The problem with the name of its column. */
  named(problem: CsvProblem): CsvProblem {
    return problem.column === null ? problem : { ...problem, name: this.#header.names[problem.column - 1] || null }
  }

  #isBlank({ cells }: CsvRecord): boolean {
    return cells.length === 1 && cells[0] === '' && this.#header.names.length > 1
  }

  #readRow(record: CsvRecord): NumberedRow<Row> | { readonly problems: readonly CsvProblem[] } {
    const { line, cells } = record
    const { names, positions } = this.#header
    if (record.isTooLong) return { problems: [{ line, column: null, name: null, ...tooLong }] }
    if (cells.length !== names.length) return { problems: [ragged(record, names)] }
    const plainRow = this.#plain?.(cells) ?? null
    if (plainRow !== null) return { row: plainRow, line }
    const textOf: Record<string, string> = {}
    for (const [name, position] of positions) textOf[name] = cells[position] ?? ''
    const decoded = decodeRow(this.#fixture.columns, textOf)
    if ('row' in decoded) return { row: decoded.row, line }
    const problems = decoded.issues.flatMap(({ path: [field], message }): CsvProblem[] => {
      const position = typeof field === 'string' ? positions.get(field) : undefined
      if (position === undefined) return [{ line, column: null, name: null, what: message }]
      // The header has been told that it has no such column.
      if (position === -1) return []
      const what = message.includes(', got ') ? message : `${message}, got ${shown(cells[position])}`
      return [{ line, column: position + 1, name: names[position] ?? null, what }]
    })
    // The schema may name the columns in another order than the file.
    return { problems: problems.toSorted((one, other) => (one.column ?? 0) - (other.column ?? 0)) }
  }
}

function ragged({ line, cells }: CsvRecord, names: readonly string[]): CsvProblem {
  const column = Math.min(cells.length, names.length) + 1
  const place = { line, column, name: names[column - 1] || null }
  const delimiter = rowDelimiter(cells, names.length)
  if (delimiter !== null) return { ...place, column: null, name: null, ...delimiterProblem(delimiter) }
  const what = `expected ${names.length} cells, as in the header, got ${cells.length}`
  if (cells.length < names.length) return { ...place, what }
  const why =
    cells.at(-1) === ''
      ? 'the line ends with a comma'
      : 'put a cell with a comma in quotes, and write decimal numbers with a point'
  return { ...place, what: `${what}; ${why}` }
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>

/** A refinement is the user's own code, and may throw. */
function decodeRow<Row>(
  columns: z.ZodType<Row, Record<string, string>>,
  textOf: Record<string, string>,
): { readonly row: Row } | { readonly issues: readonly Issue[] } {
  try {
    const decoded = columns.safeParse(textOf)
    return decoded.success ? { row: decoded.data } : { issues: decoded.error.issues }
  } catch (error) {
    return { issues: [{ path: [], message: `the columns' own check threw: ${messageOf(error)}${thrownAt(error)}` }] }
  }
}
