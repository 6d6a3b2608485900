/** Values next to a given one: a boundary such as `>= 0.1` is met by its neighbours, and never by chance. */
import { Decimal } from '../../scenario/decimal.ts'
import type { DerivableType } from './cells.ts'

const dayMs = 86_400_000
const int32 = { least: -2_147_483_648, most: 2_147_483_647 }
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }

/** The value's neighbours of its own type, nearest first, without the value itself. */
export function neighbours(type: DerivableType, value: unknown): unknown[] {
  if (type === 'int' && typeof value === 'number') {
    return [value - 1, value + 1].filter((near) => near >= int32.least && near <= int32.most)
  }
  if (type === 'long' && typeof value === 'bigint') {
    return [value - 1n, value + 1n].filter((near) => near >= int64.least && near <= int64.most)
  }
  if (type === 'double' && typeof value === 'number' && Number.isFinite(value)) return besideDouble(value)
  if (type === 'decimal' && value instanceof Decimal) return besideDecimal(value)
  if (type === 'date' && typeof value === 'string') return besideDate(value)
  if (type === 'text' && typeof value === 'string') return besideText(value)
  return []
}

/** The two doubles beside it, and the two decimals that differ in its last digit. */
function besideDouble(value: number): number[] {
  const digits = /^-?\d+(?:\.(\d+))?$/.exec(String(value))?.[1]?.length ?? 0
  const step = 10 ** -digits
  const decimals = [value - step, value + step].map((near) => Number(near.toFixed(Math.min(100, digits))))
  return [nextDouble(value, -1), nextDouble(value, 1), ...decimals].filter((near) => Number.isFinite(near))
}

/** Those that differ in the last digit, and those that differ in one digit more. */
function besideDecimal(value: Decimal): Decimal[] {
  const [step, finer] = [`1e-${value.places}`, `1e-${value.places + 1}`]
  return [value.minus(finer), value.plus(finer), value.minus(step), value.plus(step)]
}

/** The next double up (1) or down (-1). Doubles of one sign are ordered as their bits are, read as integers. */
function nextDouble(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(value > 0 ? direction : -direction))
  return view.getFloat64(0)
}

function besideDate(date: string): string[] {
  const midnightMs = Date.parse(date)
  return [midnightMs - dayMs, midnightMs + dayMs]
    .map((timeMs) => new Date(timeMs).toISOString())
    .filter((time) => /^\d{4}-/.test(time) && !time.startsWith('0000'))
    .map((time) => time.slice(0, 10))
}

/** A blank more, a letter more, a character less, and the other case. */
function besideText(text: string): string[] {
  const near = [`${text} `, ` ${text}`, `${text}a`, withoutLast(text), text.toUpperCase(), text.toLowerCase()]
  return [...new Set(near)].filter((other) => other !== text)
}

/** Without its last character, and not without half of one. */
const withoutLast = (text: string): string => Array.from(text).slice(0, -1).join('')
