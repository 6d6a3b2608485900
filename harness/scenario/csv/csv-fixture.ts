/** A CSV fixture: a file of typed rows, each with its line number. */
import { listed } from '../../text.ts'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

import { StreamassayError } from '../../errors.ts'
import { columnSchemas, isCellSchema } from '../column-kinds.ts'

/** A schema that turns the text cells of a CSV line into a typed row, and back. */
export type Columns<Row> = z.ZodType<Row, Record<string, string>>

/** A row of a file with the line (from 1) on which it begins. */
export interface NumberedRow<Row> {
  readonly row: Row
  readonly line: number
}

export interface CsvFixture<Row> {
  /** The file as the scenario names it; a relative path is relative to the working directory. */
  readonly path: string
  readonly columns: Columns<Row>
  /** What to do with columns of the file that the schema does not name; `refuse` when not given. */
  readonly otherColumns?: 'refuse' | 'ignore'
}

/** What a whole reading of a file found. */
export interface CsvSummary {
  readonly rows: number
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
}

/**
 * Names a CSV file and the columns it has; nothing is read yet.
 *
 * The file is UTF-8, with or without a byte-order mark, with a header line; its columns may stand in any order. Cells are
 * separated by commas and may be quoted, lines may end in LF, CRLF or CR, and a record has at most 1 MiB.
 *
 * @throws StreamassayError `SCENARIO_INVALID` when a column is not made for the text of a cell
 */
export function csvFixture<S extends z.ZodType<object, Record<string, string>>>(
  path: string | URL,
  columns: S,
  options: { readonly otherColumns?: 'refuse' | 'ignore' } = {},
): CsvFixture<z.output<S>> {
  const named = typeof path === 'string' ? path : fileURLToPath(path)
  const schemas = columnSchemas(columns)
  const unfit = [...(schemas ?? [])].filter(([, schema]) => !isCellSchema(schema)).map(([name]) => name)
  const problem =
    schemas === null
      ? 'the columns are not a z.object'
      : schemas.size === 0
        ? 'the schema names no column'
        : unfit.length > 0
          ? `not made for the text of a cell: ${listed(unfit)}`
          : null
  if (problem !== null) {
    throw new StreamassayError('SCENARIO_INVALID', `columns of ${named}: ${problem}`, {
      remedy:
        'Use z.object({...}) of column.text, int, long, double, decimal, boolean, date or orNull, or of a z.codec.',
    })
  }
  // The schema's output is what it decodes to; zod cannot tell that of a type parameter.
  return { path: named, columns: columns as unknown as Columns<z.output<S>>, ...options }
}
