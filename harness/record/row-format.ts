/** The default format of a scenario's rows: JSON in which each column's kind decides how its values are written. */
import type { z } from 'zod'

import { columnKinds } from '../scenario/column-kinds.ts'
import type { ColumnType } from '../scenario/column-kinds.ts'
import type { Columns } from '../scenario/csv/csv-fixture.ts'
import type { Format } from '../scenario/scenario.ts'
import { Decimal } from '../scenario/decimal.ts'
import { decimalText, doubleText, jsonText, unencodable } from './json-text.ts'
import { asDecimals, asDoubles } from './numbers.ts'
import { decodeJson } from './value.ts'

/** A format that makes a value of every row. */
export interface RowFormat<Row> extends Format<Row> {
  encode(row: Row): Uint8Array
}

/**
 * JSON objects with a field for each column, in the order of the schema: doubles always with a fraction or an exponent
 * (`10.0`), `int` and `long` always as integers, so that Python reads a float where the column is a double and an int where
 * it is not; decimals with a fraction and all their digits. `encode` throws StreamassayError `RECORD_UNENCODABLE` for a row
 * that does not fit its columns' kinds.
 *
 * Where one of the columns is a decimal, every number that is read keeps the value it is written with; otherwise a number of
 * up to 17 digits is the nearest double.
 *
 * @param others columns of other streams that the job reads: what it writes may be made of these too
 */
export function rowFormat<Row>(columns: Columns<Row>, others: readonly z.core.$ZodType[] = []): RowFormat<Row> {
  const numbers = [columns, ...others].some(hasDecimal) ? asDecimals : asDoubles
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
    decode: (bytes) => decodeJson(bytes, numbers),
  }
}

const hasDecimal = (columns: z.core.$ZodType): boolean =>
  columnKinds(columns)
    .values()
    .some(({ type }) => type === 'decimal')

/** How values of a column are written; null is null in each. */
function writerOf(type: ColumnType, place: string): (value: unknown) => string {
  const refuse = (value: unknown): never => {
    throw unencodable(place, `${typeof value} where the column is ${type}`)
  }
  if (type === 'double') {
    return (value) => (value === null ? 'null' : typeof value === 'number' ? doubleText(value) : refuse(value))
  }
  if (type === 'decimal') {
    return (value) => (value === null ? 'null' : value instanceof Decimal ? decimalText(value) : refuse(value))
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
