/** When two numbers are near enough: by their decimal values, exactly. */
import { Decimal } from '../../../scenario/decimal.ts'

/** What a tolerance can apply to, and what numbers are compared by. */
export type Numeric = number | bigint | Decimal

/** True for a number of any kind, NaN and the infinities too. */
export const isNumeric = (value: unknown): value is Numeric =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal

/** True for a number that has neighbours: NaN and the infinities have none. */
export const isFiniteNumber = (value: unknown): value is Numeric =>
  typeof value === 'number' ? Number.isFinite(value) : isNumeric(value)

/** More than the rounding of two doubles, of their difference and of the tolerance comes to, relative to the largest of them. */
const rounding = 8 * Number.EPSILON

/**
 * True for two finite numbers that are at most `allowed` apart.
 *
 * The difference is the exact one of their decimal values: those of whole numbers, bigints and decimals are exact anyway, any
 * other double stands for its shortest decimal text, which is how it was written. So 1.1 is within 0.1 of 1.0, and nothing
 * that is further off by however little.
 */
export function isWithin(a: Numeric, b: Numeric, allowed: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    const distance = Math.abs(a - b)
    const slack = rounding * Math.max(Math.abs(a), Math.abs(b), allowed)
    if (distance < allowed - slack) return true
    if (distance > allowed + slack || !Number.isFinite(a) || !Number.isFinite(b)) return false
  }
  return isFiniteNumber(a) && isFiniteNumber(b) && Decimal.of(a).isWithin(b, allowed)
}

/** Orders finite numbers of any kind by their value. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const [x, y] = [nearest(a), nearest(b)]
  if (x !== y) return x < y ? -1 : 1
  return typeof a === 'number' && typeof b === 'number' ? 0 : Decimal.of(a).compareTo(b)
}

const nearest = (number: Numeric): number => (number instanceof Decimal ? number.toNumber() : Number(number))
