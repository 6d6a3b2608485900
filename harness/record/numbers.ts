/** How numbers of JSON are read: which of them are doubles, and which keep all the digits that they were written with. */
import { Decimal } from '../scenario/decimal.ts'

/** Makes a value of a number as it is written, and of the double that JSON.parse makes of it. */
export interface NumberReader {
  /** Matches every text in which a number may become anything but that double; most texts have none. */
  readonly concerns: RegExp
  /** @param name the field or the place in a list that it stands in */
  readonly read: (source: string, value: number, name: string) => unknown
}

/** No double needs more digits to be told from all others, and programs write none with more. */
const digitsOfDouble = 17

/** A number without fraction and exponent. */
const isWhole = (source: string): boolean => /^-?\d+$/.test(source)

/** Digits without the zeros around them. */
const significant = (source: string): number =>
  source
    .replace(/[eE].*/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '').length

/** A whole number that a double does not hold for certain is a bigint. */
const wholeNumber = (source: string, value: number): number | bigint =>
  Number.isSafeInteger(value) ? value : BigInt(source)

/**
 * The double where it has the very value that is written, or its shortest text, which can be another value where it is whole;
 * else a decimal. What is beyond all doubles is infinite.
 */
function exactNumber(source: string, value: number): number | Decimal {
  const decimal = Number.isFinite(value) ? Decimal.read(source) : null
  const isDouble = decimal === null || decimal.compareTo(value) === 0 || decimal.compareTo(String(value)) === 0
  return isDouble ? value : decimal
}

/**
 * A number with fraction or exponent is a double if it has up to 17 digits, as every program writes them. With more, or where
 * the double is 0 and the number is not, it is a decimal, which equals none of its neighbours.
 */
export const asDoubles: NumberReader = {
  concerns: /\d{16}|[1-9][\d.]{18}|[eE]-\d{3}/,
  read: (source, value) => {
    if (isWhole(source)) return wholeNumber(source, value)
    if (source.length <= digitsOfDouble && value !== 0) return value
    return significant(source) > digitsOfDouble || value === 0 ? exactNumber(source, value) : value
  },
}

/** Every number keeps the value that is written: a double that is written with more digits than its shortest text is a decimal. */
export const asDecimals: NumberReader = {
  concerns: /[1-9][\d.]{15}|\d[eE]/,
  read: (source, value) => (isWhole(source) ? wholeNumber(source, value) : exactNumber(source, value)),
}

/** As `asDoubles`; numbers in fields of these names are decimals with the text that is written. */
export const withDecimalsIn = (names: ReadonlySet<string>): NumberReader => ({
  concerns: names.size === 0 ? asDoubles.concerns : /\d/,
  read: (source, value, name) => (names.has(name) ? Decimal.of(source) : asDoubles.read(source, value, name)),
})
