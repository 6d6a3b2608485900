/** Rows that are alike but for some numbers, each near to rows of the other side: the edges of a matching, found when asked for. */
import { at, existing } from '../positions.ts'
import { compareNumbers, isWithin, type Numeric } from './within.ts'

/** A row's numbers, one for each field that has a tolerance. */
export type Point = readonly Numeric[]

/** Expected rows left, observed rows right; by number from here on. */
export class NearRows {
  readonly left: readonly Point[]
  readonly right: readonly Point[]
  readonly allowed: readonly number[]
  /** The observed rows by their first number. */
  readonly #sorted: Int32Array

  constructor(left: readonly Point[], right: readonly Point[], allowed: readonly number[]) {
    this.left = left
    this.right = right
    this.allowed = allowed
    this.#sorted = sortedBy(right, 0)
  }

  isNear(left: number, right: number): boolean {
    return isNear(existing(this.left, left), existing(this.right, right), this.allowed)
  }

  /** The observed rows near to an expected one, by their first number; at most `limit` of them. */
  *near(left: number, limit = Infinity): Generator<number, void, undefined> {
    const first = numberOf(existing(this.left, left), 0)
    const allowed = at(this.allowed, 0)
    let found = 0
    for (let place = this.#start(first); place < this.#sorted.length && found < limit; place += 1) {
      const right = at(this.#sorted, place)
      const other = numberOf(existing(this.right, right), 0)
      if (compareNumbers(other, first) > 0 && !isWithin(first, other, allowed)) return
      if (!this.isNear(left, right)) continue
      found += 1
      yield right
    }
  }

  /** The place of the first observed row that is not too small. */
  #start(first: Numeric): number {
    const allowed = at(this.allowed, 0)
    let [low, high] = [0, this.#sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = numberOf(existing(this.right, at(this.#sorted, middle)), 0)
      if (compareNumbers(other, first) < 0 && !isWithin(first, other, allowed)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The numbers of rows, by one of their fields, ascending; rows of one number stay in order. */
export const sortedBy = (points: readonly Point[], field: number): Int32Array =>
  Int32Array.from(points.keys()).toSorted(
    (a, b) => compareNumbers(numberOf(existing(points, a), field), numberOf(existing(points, b), field)) || a - b,
  )

/** True if every number of the two rows is within its tolerance. */
export const isNear = (a: Point, b: Point, allowed: readonly number[]): boolean =>
  allowed.every((distance, field) => isWithin(numberOf(a, field), numberOf(b, field), distance))

export function numberOf(point: Point, field: number): Numeric {
  const number = point[field]
  if (number === undefined) throw new RangeError(`no number ${field} in a row of ${point.length}`)
  return number
}
