/** What was got in a cell that does not fit its column, with a hint where it is plain what was meant. */
import { shown } from './cell-forms.ts'
import type { ColumnType } from './column-kinds.ts'

/** To go after "got": the cell, and the hint if there is one. */
export function gotInstead(type: ColumnType, cell: string): string {
  if (cell === '') return 'an empty cell; to read those as null, declare column.orNull(...)'
  const hint = hintFor(type, cell)
  return hint === null ? shown(cell) : `${shown(cell)}; ${hint}`
}

const isNumeric = (type: ColumnType): boolean => ['int', 'long', 'double', 'decimal'].includes(type)

/** A day in the order of another country, or with a time of day behind it. */
const otherDay = /^(?:\d{1,2}([./-])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([./-])\d{1,2}\2\d{1,2})(?:[T ,].*)?$/

function dateHint(cell: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/.test(cell)) return 'there is no such day'
  if (!otherDay.test(cell)) return null
  return 'read other date formats with z.codec(z.string(), z.iso.date(), { decode, encode })'
}

function hintFor(type: ColumnType, cell: string): string | null {
  if (cell.trim() !== cell) return 'remove the blanks around it'
  if (type === 'date') return dateHint(cell)
  if (!isNumeric(type)) return null
  if (/^[+-]?\d[\d., '\u2019\u00a0\u202f_]*\d$/.test(cell) && /[^\d.+-]|\..*\./.test(cell)) {
    return 'use a decimal point and no thousands separators'
  }
  if (type === 'double') {
    return /^[+-]?(nan|inf|infinity)$/i.test(cell) ? 'write NaN, Infinity or -Infinity' : null
  }
  return type === 'int' && /^[+-]?\d{1,18}$/.test(cell) ? 'a larger one fits column.long()' : null
}
