/** A CSV file as a stream of typed rows and of problems, the one beside the other. */
import type { Hash } from 'node:crypto'
import { z } from 'zod'

import { messageOf } from '../../errors.ts'
import { columnSchemas } from '../column-kinds.ts'
import { shown } from '../cell-forms.ts'
import type { CsvFixture, NumberedRow } from './csv-fixture.ts'
import { readCsvHeader } from './csv-header.ts'
import type { CsvHeader } from './csv-header.ts'
import type { CsvProblem } from './csv-problem.ts'
import { readCsvRecords } from './csv-records.ts'
import type { CsvRecord } from './csv-record-parser.ts'
import { plainRows, type PlainRows } from './plain-rows.ts'

/** What one piece of the file gave. */
export interface RowPiece<Row> {
  readonly rows: readonly NumberedRow<Row>[]
  readonly problems: readonly CsvProblem[]
}

/**
 * Reads a fixture once, in pieces of bounded size, and feeds its bytes to `hash`. A header that is wrong or a quote that
 * is never closed ends the stream after its problem.
 *
 * A blank line in a file of several columns is no row; in a file of one column it is an empty cell.
 *
 * @throws StreamassayError `CSV_UNREADABLE`
 */
export async function* readCsvRows<Row>(
  fixture: CsvFixture<Row>,
  hash: Hash,
): AsyncGenerator<RowPiece<Row>, void, undefined> {
  const declared = [...(columnSchemas(fixture.columns)?.keys() ?? [])]
  let header: CsvHeader | null = null
  let plain: PlainRows<Row> | null = null
  for await (const { records, broken } of readCsvRecords(fixture.path, hash)) {
    const rows: NumberedRow<Row>[] = []
    const problems: CsvProblem[] = []
    for (const record of records) {
      if (header === null) {
        header = readCsvHeader(record, declared, fixture.otherColumns ?? 'refuse')
        if (header.problems.length > 0) {
          yield { rows, problems: header.problems }
          return
        }
        plain = plainRows(fixture.columns, header.positions)
      } else if (!isBlank(record, header)) {
        const outcome = readRow(record, header, fixture, plain)
        if ('row' in outcome) rows.push(outcome)
        else problems.push(...outcome.problems)
      }
    }
    if (broken !== null) problems.push(named(broken, header))
    yield { rows, problems }
    if (broken !== null) return
  }
  if (header === null) yield { rows: [], problems: [emptyFile] }
}

const emptyFile: CsvProblem = { line: 1, column: null, name: null, what: 'expected a header line, got an empty file' }

const isBlank = ({ cells }: CsvRecord, { names }: CsvHeader): boolean =>
  cells.length === 1 && cells[0] === '' && names.length > 1

const named = (problem: CsvProblem, header: CsvHeader | null): CsvProblem =>
  problem.column === null ? problem : { ...problem, name: header?.names[problem.column - 1] ?? null }

function readRow<Row>(
  { line, cells }: CsvRecord,
  { names, positions }: CsvHeader,
  { columns }: CsvFixture<Row>,
  plain: PlainRows<Row> | null,
): NumberedRow<Row> | { readonly problems: readonly CsvProblem[] } {
  if (cells.length !== names.length) {
    const column = Math.min(cells.length, names.length) + 1
    const what = `expected ${names.length} cells, as in the header, got ${cells.length}`
    return { problems: [{ line, column, name: names[column - 1] ?? null, what }] }
  }
  const plainRow = plain?.(cells) ?? null
  if (plainRow !== null) return { row: plainRow, line }
  const textOf: Record<string, string> = {}
  for (const [name, position] of positions) textOf[name] = cells[position] ?? ''
  const decoded = decodeRow(columns, textOf)
  if ('row' in decoded) return { row: decoded.row, line }
  const problems = decoded.issues.map(({ path: [field], message }) => {
    const position = typeof field === 'string' ? positions.get(field) : undefined
    if (position === undefined) return { line, column: null, name: null, what: message }
    const what = message.includes(', got ') ? message : `${message}, got ${shown(cells[position])}`
    return { line, column: position + 1, name: names[position] ?? null, what }
  })
  // The schema may name the columns in another order than the file.
  return { problems: problems.toSorted((one, other) => (one.column ?? 0) - (other.column ?? 0)) }
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
    return { issues: [{ path: [], message: `the columns' own check threw: ${messageOf(error)}` }] }
  }
}
