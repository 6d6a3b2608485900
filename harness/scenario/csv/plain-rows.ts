/**
 * The short way from a line's cells to a row, for schemas of nothing but our own columns: most files, and a million rows.
 *
 * zod's way costs as much as reading the file. Only what is sound goes the short way; a schema with checks of its own, and
 * a line that does not fit, goes zod's, which alone says what is wrong.
 */
import { z } from 'zod'

import { booleanForm, type CellForm, decimalForm, doubleForm, intForm, longForm } from '../cell-forms.ts'
import { columnSchemas, type ColumnType, kindOf } from '../column-kinds.ts'
import type { Columns } from './csv-fixture.ts'

/** Makes a row of the cells at these positions, or returns null where zod is to be asked. */
export type PlainRows<Row> = (cells: readonly string[]) => Row | null

type DecodeCell = (cell: string) => unknown

/** Thrown, and caught, within this file: a throw that is rare costs less than a look at every value. */
const misfit = new Error('not for the short way')
const refuse = (): never => {
  throw misfit
}

type Decoding = Pick<CellForm<unknown>, 'decode'> & { readonly isValue: (value: unknown) => boolean }

const forms: ReadonlyMap<ColumnType, Decoding> = new Map<ColumnType, Decoding>([
  ['int', intForm],
  ['long', longForm],
  ['double', doubleForm],
  ['decimal', decimalForm],
  ['boolean', booleanForm],
])

/** The short way for a schema whose columns stand at `positions`, or null when it has none. */
export function plainRows<Row>(columns: Columns<Row>, positions: ReadonlyMap<string, number>): PlainRows<Row> | null {
  if (hasChecks(columns)) return null
  const fields: { readonly name: string; readonly position: number; readonly decode: DecodeCell }[] = []
  for (const [name, schema] of columnSchemas(columns) ?? []) {
    const decode = decoderOf(schema)
    if (decode === null) return null
    fields.push({ name, position: positions.get(name) ?? -1, decode })
  }
  return (cells) => {
    const row: Record<string, unknown> = {}
    try {
      for (const { name, position, decode } of fields) row[name] = decode(cells[position] ?? refuse())
    } catch (error) {
      if (error === misfit) return null
      throw error
    }
    return row as Row
  }
}

function decoderOf(schema: z.core.$ZodType): DecodeCell | null {
  const { type, nullable } = kindOf(schema)
  if (nullable || hasChecks(schema)) return null
  if (type === 'text') return (cell) => cell
  if (type === 'date') return (cell) => (day.test(cell) ? cell : refuse())
  const form = forms.get(type)
  if (form === undefined) return null
  return (cell) => {
    const value = form.decode(cell, refuse)
    return form.isValue(value) ? value : refuse()
  }
}

/** zod's own idea of a calendar day. */
const day = z.core.regexes.date

const hasChecks = (schema: z.core.$ZodType): boolean =>
  !(schema instanceof z.ZodType) || (schema.def.checks?.length ?? 0) > 0
