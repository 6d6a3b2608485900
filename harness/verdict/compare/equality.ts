/**
 * When two values are equal: they have the same canonical text, so that a row can be looked up instead of searched for.
 *
 * - Numbers are equal by their mathematical value: `5n`, `5`, `5.0` and the decimal `5.00` are one value, `2n ** 53n + 1n` and
 *   `2 ** 53` are two. A double with a fraction has the value of its shortest text: it equals the decimal that is written so.
 * - `NaN` equals `NaN`: a job that should give NaN and does is right.
 * - `-0` equals `0`, as in IEEE 754: in Python `0 * -1` is the integer 0, in TypeScript it is -0.
 * - A missing field and one that is `undefined` are the same; `null` is another value. In an array `undefined` is `null`.
 * - The order of an object's fields does not matter, that of an array's elements does.
 * - A text never equals a number or a boolean.
 */
import { Decimal } from '../../scenario/decimal.ts'
import { isFiniteNumber, isNumeric } from './matching/within.ts'

/** Absolute tolerances by the name of a top-level field; all of them are above 0. */
export type Tolerance = ReadonlyMap<string, number>

/** The tolerances that a scenario gives. A tolerance of 0 is none: the field is compared as any other. */
export const toleranceOf = (given: Readonly<Partial<Record<string, number>>> = {}): Tolerance =>
  new Map(Object.entries(given).filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0))

/** What a value would be on the wire: a Date its ISO text, bytes and collections an array, a function nothing. */
export function plain(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Decimal) return value
  if (value instanceof Uint8Array || value instanceof Map || value instanceof Set) return Array.from<unknown>(value)
  return 'toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value
}

/** A text that is the same for equal values and for no others. */
export function canonicalText(value: unknown): string {
  const onWire = plain(value)
  if (typeof onWire === 'string') return JSON.stringify(onWire)
  if (typeof onWire === 'number') return numberText(onWire)
  if (typeof onWire !== 'object' || onWire === null) return String(onWire)
  if (onWire instanceof Decimal) return decimalText(onWire)
  if (Array.isArray(onWire)) return `[${Array.from(onWire, (element) => canonicalText(plain(element) ?? null)).join()}]`
  return fieldsText(onWire, (_, field) => canonicalText(field))
}

/** Objects with more fields are compared by their texts: looking for each name in the other's list takes too long then. */
const fewFields = 32

/** Whether two values have the same canonical text, without writing it: several times as fast. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const [x, y] = [plain(a), plain(b)]
  if (isLiteral(x) || isLiteral(y)) return isSameLiteral(x, y)
  if (Array.isArray(x) && Array.isArray(y)) {
    if (x.length !== y.length) return false
    for (let place = 0; place < x.length; place += 1) {
      if (!isEqual(plain(x[place]) ?? null, plain(y[place]) ?? null)) return false
    }
    return true
  }
  return !Array.isArray(x) && !Array.isArray(y) && hasSameFields(x as Fields, y as Fields)
}

/** A value without fields or elements. */
const isLiteral = (value: unknown): boolean => typeof value !== 'object' || value === null || value instanceof Decimal

type Fields = Readonly<Record<string, unknown>>

/** Fields that are undefined are not there. */
function hasSameFields(x: Fields, y: Fields): boolean {
  const [xNames, yNames] = [Object.keys(x), Object.keys(y)]
  if (yNames.length > fewFields) return canonicalText(x) === canonicalText(y)
  let fields = 0
  for (const [place, name] of xNames.entries()) {
    const field = plain(x[name])
    if (field === undefined) continue
    fields += 1
    if (yNames[place] !== name && !yNames.includes(name)) return false
    const other = plain(y[name])
    if (other === undefined || !isEqual(field, other)) return false
  }
  return fields === yNames.length || fields === yNames.filter((name) => plain(y[name]) !== undefined).length
}

function isSameLiteral(x: unknown, y: unknown): boolean {
  if (x === y) return true
  if (typeof x === 'number' && typeof y === 'number') return Number.isNaN(x) && Number.isNaN(y)
  return isNumeric(x) && isNumeric(y) && canonicalText(x) === canonicalText(y)
}

/** The canonical text of a row without the finite numbers that a tolerance applies to: what must be equal exactly. */
export function exactText(value: unknown, tolerance: Tolerance): string {
  const onWire = plain(value)
  if (tolerance.size === 0 || typeof onWire !== 'object' || onWire === null || Array.isArray(onWire)) {
    return canonicalText(onWire)
  }
  return fieldsText(onWire, (name, field) =>
    tolerance.has(name) && isFiniteNumber(field) ? '~' : canonicalText(field),
  )
}

function fieldsText(row: object, textOf: (name: string, field: unknown) => string): string {
  const texts: string[] = []
  for (const name of Object.keys(row).toSorted()) {
    const field = plain((row as Record<string, unknown>)[name])
    if (field !== undefined) texts.push(JSON.stringify(name), textOf(name, field))
  }
  return `{${texts.join()}}`
}

/** Digits for whole numbers of any size, so that a bigint and a number of the same value read the same. */
function numberText(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(BigInt(value)) : String(value)
}

/** The text of the number of the same value; digits and an exponent where there is none. */
function decimalText({ simplest }: Decimal): string {
  return simplest instanceof Decimal ? simplest.text : canonicalText(simplest)
}
