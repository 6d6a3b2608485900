/** JSON as text, exactly: what JSON.stringify drops, rounds or changes is written as Python's json reads it, or refused. */
import { StreamassayError } from '../errors.ts'
import { Decimal, jsonLiteral } from '../scenario/decimal.ts'

/** Deeper than this is taken for a value that contains itself. */
const deepest = 200

/**
 * A double as a literal that stays a double: `10.0`, `-0.0`, `1e+21`. What is not finite is written as Python's json
 * writes and reads it: `NaN`, `Infinity`, `-Infinity`. (JSON.rawJSON would refuse those three.)
 */
export function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

/**
 * Any value that JSON can hold, as text; `place` is its name in errors. A bigint is an integer literal. Of a number nothing is known but its value: with
 * no fraction it is an integer literal with all its digits (up to 1e21), else (and when it is -0) a double. A decimal has the
 * digits it was written with.
 *
 * @throws StreamassayError `RECORD_UNENCODABLE` with the place of what JSON cannot hold: undefined, a function, a symbol,
 * an object of a class (a Date, a Map), a value that contains itself
 */
export const jsonText = (value: unknown, place = '$'): string => textOf(value, place, 0)

function textOf(value: unknown, place: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Number.isInteger(value) && !Object.is(value, -0) ? wholeText(value) : doubleText(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : containerText(value, place, depth)
    default:
      throw unencodable(place, typeof value)
  }
}

/** The digits of the double itself: its shortest text could be that of another whole number. */
const wholeText = (value: number): string =>
  Number.isSafeInteger(value) || Math.abs(value) >= 1e21 ? String(value) : String(BigInt(value))

/** A decimal as a literal that Python reads as no int: `5` is written as `5.0`. */
export function decimalText({ text }: Decimal): string {
  const literal = jsonLiteral(text)
  return /[.eE]/.test(literal) ? literal : `${literal}.0`
}

function containerText(value: object, place: string, depth: number): string {
  if (value instanceof Decimal) return decimalText(value)
  if (depth === deepest) throw unencodable(place, `more than ${deepest} levels`)
  if (Array.isArray(value)) {
    return `[${value.map((element, index) => textOf(element, `${place}[${index}]`, depth + 1)).join(',')}]`
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw unencodable(place, value.constructor.name)
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}:${textOf(field, `${place}.${name}`, depth + 1)}`,
  )
  return `{${fields.join(',')}}`
}

/** The error for a value that has no JSON. */
export const unencodable = (place: string, what: string): StreamassayError =>
  new StreamassayError('RECORD_UNENCODABLE', `cannot write ${place} as JSON: it is ${what}`, {
    remedy:
      'Make it a string, number, bigint, boolean, null, or a plain list or object of these; or give the scenario its own `format`.',
  })
