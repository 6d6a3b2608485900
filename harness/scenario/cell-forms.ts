/** The text of a cell and the value it stands for, both ways: the grammar of each kind of column. */
import type { ColumnType } from './column-kinds.ts'
import { Decimal, largestExponent } from './decimal.ts'

/** Says what was expected of a cell instead of what is in it; what it returns stands for the missing value. */
type Refuse = (expected: string) => never

/** What a kind of column holds, and how it is read from a cell's text and written. */
export interface CellForm<Value> {
  readonly type: ColumnType
  /** What the value is, to go after "expected". */
  readonly what: string
  readonly isValue: (value: unknown) => value is Value
  readonly decode: (cell: string, refuse: Refuse) => Value
  readonly encode: (value: Value) => string
}

const int32 = { least: -2_147_483_648, most: 2_147_483_647 }
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }
const wholeNumber = /^[+-]?\d+$/
const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const namedNumbers: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

/** An integer of 32 bits. */
export const intForm: CellForm<number> = {
  type: 'int',
  what: `an integer from ${int32.least} to ${int32.most}`,
  isValue: (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= int32.least && value <= int32.most,
  // Adding 0 makes an integer of "-0".
  decode: (cell, refuse) => (wholeNumber.test(cell) ? Number(cell) + 0 : refuse(intForm.what)),
  encode: String,
}

/** An integer of 64 bits, as a bigint. */
export const longForm: CellForm<bigint> = {
  type: 'long',
  what: `an integer from ${int64.least} to ${int64.most}`,
  isValue: (value): value is bigint => typeof value === 'bigint' && value >= int64.least && value <= int64.most,
  decode: (cell, refuse) => (wholeNumber.test(cell) ? BigInt(cell) : refuse(longForm.what)),
  encode: String,
}

/** A decimal number as the nearest double. */
export const doubleForm: CellForm<number> = {
  type: 'double',
  what: 'a decimal number',
  isValue: (value) => typeof value === 'number',
  decode: (cell, refuse) => {
    if (!decimalNumber.test(cell)) return namedNumbers.get(cell) ?? refuse(doubleForm.what)
    const value = Number(cell)
    return Number.isFinite(value) ? value : refuse('a decimal number that a double can hold, up to about 1.8e308')
  },
  encode: (value) => (Object.is(value, -0) ? '-0' : String(value)),
}

/** A decimal number with all the digits of the cell. */
export const decimalForm: CellForm<Decimal> = {
  type: 'decimal',
  what: 'a decimal number',
  isValue: (value) => value instanceof Decimal,
  decode: (cell, refuse) => {
    if (!decimalNumber.test(cell)) return refuse(decimalForm.what)
    return Decimal.read(cell) ?? refuse(`a decimal number with an exponent of at most ${largestExponent}`)
  },
  encode: String,
}

/** `true` or `false`, in any case. */
export const booleanForm: CellForm<boolean> = {
  type: 'boolean',
  what: 'true or false',
  isValue: (value) => typeof value === 'boolean',
  // Python writes True, spreadsheets write TRUE.
  decode: (cell, refuse) => {
    const lower = cell.toLowerCase()
    return lower === 'true' ? true : lower === 'false' ? false : refuse(booleanForm.what)
  },
  encode: String,
}

/** How a value is shown in a problem: as JSON would, with a number for every sign that nobody sees, cut when long. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, longestShown)) : String(value)
  const visible = text.replaceAll(/\p{Cf}|(?! )\p{Z}|[\u007f-\u009f]/gu, numbered)
  return visible.length > longestShown ? `${visible.slice(0, longestShown)}…` : visible
}

const longestShown = 60

const numbered = (sign: string): string => `\\u${sign.codePointAt(0)?.toString(16).padStart(4, '0')}`
