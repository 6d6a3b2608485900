/** The default format of a scenario's rows: JSON in which each column's kind decides how its values are written. */
import { columnKinds } from '../scenario/column-kinds.ts'
import type { ColumnType } from '../scenario/column-kinds.ts'
import type { Columns } from '../scenario/csv/csv-fixture.ts'
import type { Format } from '../scenario/scenario.ts'
import { doubleText, jsonText, unencodable } from './json-text.ts'
import { decodeJson } from './value.ts'

/** A format that makes a value of every row. */
export interface RowFormat<Row> extends Format<Row> {
  encode(row: Row): Uint8Array
}

/**
 * JSON objects with a field for each column, in the order of the schema: doubles always with a fraction or an exponent
 * (`10.0`), `int` and `long` always as integers, so that Python reads a float where the column is a double and an int where
 * it is not. `encode` throws StreamassayError `RECORD_UNENCODABLE` for a row that does not fit its columns' kinds.
 */
export function rowFormat<Row>(columns: Columns<Row>): RowFormat<Row> {
  const fields = [...columnKinds(columns)].map(([name, { type }], at) => ({
    name,
    prefix: `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    write: writerOf(type, `column ${name}`),
  }))
  return {
    encode: (row) => {
      // A row has the fields of its columns; their types are asked of the columns and not of the row.
      const valueOf = row as Readonly<Record<string, unknown>>
      let text = ''
      for (const { name, prefix, write } of fields) text += prefix + write(valueOf[name])
      return Buffer.from(text === '' ? '{}' : `${text}}`)
    },
    decode: decodeJson,
  }
}

/** How values of a column are written; null is null in each. */
function writerOf(type: ColumnType, place: string): (value: unknown) => string {
  const refuse = (value: unknown): never => {
    throw unencodable(place, `${typeof value} where the column is ${type}`)
  }
  if (type === 'double') {
    return (value) => (value === null ? 'null' : typeof value === 'number' ? doubleText(value) : refuse(value))
  }
  if (type === 'int' || type === 'long') {
    return (value) => {
      if (value === null) return 'null'
      const isInteger = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))
      return isInteger ? String(value) : refuse(value)
    }
  }
  return (value) => (typeof value === 'string' ? JSON.stringify(value) : jsonText(value, place))
}
