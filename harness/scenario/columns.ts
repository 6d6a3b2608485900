/** Columns: each turns the text of a CSV cell into a typed value, strictly, and back again. */
import { z } from 'zod'

import { booleanForm, decimalForm, doubleForm, intForm, longForm, shown } from './cell-forms.ts'
import type { CellForm } from './cell-forms.ts'
import { gotInstead } from './cell-hints.ts'
import { kindOf, markKind } from './column-kinds.ts'
import type { Decimal } from './decimal.ts'

/** A schema from a cell's text to a `Value`, and back by `z.encode`. */
export type Column<Value> = z.ZodCodec<z.ZodString, z.ZodType<Value, Value>>

function columnOf<Value>(form: CellForm<Value>): Column<Value> {
  const values: z.ZodType<Value, Value> = z.custom<Value>(form.isValue, {
    error: (issue) => `expected ${form.what}, got ${shown(issue.input)}`,
  })
  const codec = z.codec(z.string(), values, {
    decode: (cell, { issues }) => {
      const refuse = (expected: string): never => {
        issues.push({
          code: 'custom',
          message: `expected ${expected}, got ${gotInstead(form.type, cell)}`,
          input: cell,
        })
        return z.NEVER
      }
      const value = form.decode(cell, refuse)
      return issues.length > 0 || form.isValue(value) ? value : refuse(form.what)
    },
    encode: form.encode,
  })
  return markKind(codec, { type: form.type, nullable: false })
}

function orNull<Value>(inner: z.ZodType<Value, string>): Column<Value | null> {
  const values: z.ZodType<Value | null, Value | null> = z.custom<Value | null>()
  const codec = z.codec(z.string(), values, {
    decode: (cell, { issues }) => {
      if (cell === '') return null
      const decoded = z.safeDecode(inner, cell)
      if (decoded.success) return decoded.data
      issues.push(...decoded.error.issues.map(({ message }) => ({ code: 'custom' as const, message, input: cell })))
      return z.NEVER
    },
    encode: (value, { issues }) => {
      if (value === null) return ''
      const encoded = z.safeEncode(inner, value)
      if (encoded.success && encoded.data !== '') return encoded.data
      const messages = encoded.error?.issues.map(({ message }) => message) ?? [
        'expected null, got "": both are no text',
      ]
      issues.push(...messages.map((message) => ({ code: 'custom' as const, message, input: value })))
      return z.NEVER
    },
  })
  return markKind(codec, { type: kindOf(inner).type, nullable: true })
}

const dayInstead = (input: unknown): string => (typeof input === 'string' ? gotInstead('date', input) : shown(input))

/**
 * The kinds of column that a CSV file can have, for use in `z.object({...})`.
 *
 * Nothing is trimmed, guessed or rounded to fit. A cell that does not fit is refused with what was expected and what
 * was got.
 */
export const column = {
  /** Any text, the empty one too. */
  text: (): z.ZodString => markKind(z.string(), { type: 'text', nullable: false }),
  /** An integer of 32 bits, as a number. */
  int: (): Column<number> => columnOf(intForm),
  /** An integer of 64 bits, as a bigint. */
  long: (): Column<bigint> => columnOf(longForm),
  /** A decimal number (`12`, `-0.5`, `1e-3`) as the nearest double; `NaN`, `Infinity` and `-Infinity` so spelled. */
  double: (): Column<number> => columnOf(doubleForm),
  /**
   * A decimal number with all its digits, as a `Decimal`: money, and whatever a double would round. It is sent as a JSON
   * number and compared by its value: `1.10` is `1.1`. Python keeps it with `json.loads(text, parse_float=Decimal)`.
   */
  decimal: (): Column<Decimal> => columnOf(decimalForm),
  /** `true` or `false`, in any case. */
  boolean: (): Column<boolean> => columnOf(booleanForm),
  /** A day of the calendar as `YYYY-MM-DD`, kept as that text: it has no time zone, and JSON has no dates. */
  date: (): z.ZodISODate =>
    markKind(z.iso.date({ error: ({ input }) => `expected a calendar day as YYYY-MM-DD, got ${dayInstead(input)}` }), {
      type: 'date',
      nullable: false,
    }),
  /** The same as the column given, or null where the cell is empty. */
  orNull,
}
