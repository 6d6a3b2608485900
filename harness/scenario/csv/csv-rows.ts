/** A CSV file as a stream of typed rows and of problems, the one beside the other. */
import type { Hash } from 'node:crypto'

import { columnSchemas } from '../column-kinds.ts'
import type { CsvFixture, NumberedRow } from './csv-fixture.ts'
import { brokenHeader, readCsvHeader } from './csv-header.ts'
import type { CsvProblem } from './csv-problem.ts'
import { readCsvRecords } from './csv-records.ts'
import { RowReader } from './row-reader.ts'

/** What one piece of the file gave. */
export interface RowPiece<Row> {
  /** Of a file with a wrong header there are none. */
  readonly rows: readonly NumberedRow<Row>[]
  readonly problems: readonly CsvProblem[]
}

/**
 * Reads a fixture once, in pieces of bounded size, and feeds its bytes to `hash`. The stream ends where there is no header
 * to read the rest by; with a header that is wrong in part, the rest is still checked.
 *
 * A blank line in a file of several columns is no row; in a file of one column it is an empty cell.
 *
 * @throws StreamassayError `CSV_UNREADABLE`, `CSV_CHANGED`
 */
export async function* readCsvRows<Row>(
  fixture: CsvFixture<Row>,
  hash: Hash,
): AsyncGenerator<RowPiece<Row>, void, undefined> {
  const declared = [...(columnSchemas(fixture.columns)?.keys() ?? [])]
  let rows: RowReader<Row> | null = null
  let isTold = false
  for await (const { records, problems } of readCsvRecords(fixture.path, hash)) {
    let unread = records
    const found: CsvProblem[] = []
    if (rows === null) {
      const [first] = records
      const broken = problems.find(({ brokenLine }) => brokenLine !== undefined)
      if (broken !== undefined && (first === undefined || broken.line < first.line)) {
        yield { rows: [], problems: [brokenHeader(broken, declared)] }
        return
      }
      if (first !== undefined) {
        const header = readCsvHeader(first, { names: declared, others: fixture.otherColumns ?? 'refuse' })
        found.push(...header.problems)
        if ([...header.positions.values()].every((position) => position === -1)) {
          yield { rows: [], problems: found }
          return
        }
        rows = new RowReader(fixture, header)
        unread = records.slice(1)
      }
    }
    isTold ||= problems.length > 0
    const read = rows?.read(unread) ?? { rows: [], problems: [] }
    const named = problems.map((problem) => rows?.named(problem) ?? problem)
    yield { rows: read.rows, problems: [...found, ...read.problems, ...named] }
  }
  if (rows === null && !isTold) yield { rows: [], problems: [emptyFile] }
}

const emptyFile: CsvProblem = {
  line: 1,
  column: null,
  name: null,
  what: 'expected a header line, got an empty file',
  remedy: 'Write a header line and rows into the file.',
}
