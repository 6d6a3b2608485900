/** Groups of rows that are equal but for numbers with a tolerance: which of their rows agree, and how they are paired. */
import { plain, type Tolerance } from '../equality.ts'
import type { UndecidedRows } from '../../comparison.ts'
import { at } from '../positions.ts'
import { maximumPairs } from './maximum-pairs.ts'
import { isNear, NearRows, numberOf, type Point } from './near-rows.ts'
import { isFiniteNumber, type Numeric } from './within.ts'

/** Rows of one group, by number, ascending. */
export interface RowGroup {
  readonly expected: Int32Array
  readonly observed: Int32Array
}

/** What becomes of observed rows: each list has a place for every one of them. */
export interface GroupPairs {
  /** The expected row that it is paired with, or -1. */
  readonly partners: Int32Array
  /** The expected row that it is one more copy of, or -1. */
  readonly copyOf: Int32Array
}

type ValueOf = (row: number) => unknown

export class NearGroups {
  readonly #expectedOf: ValueOf
  readonly #observedOf: ValueOf
  readonly #tolerance: Tolerance
  #undecided: UndecidedRows | null = null

  constructor(expectedOf: ValueOf, observedOf: ValueOf, tolerance: Tolerance) {
    this.#expectedOf = expectedOf
    this.#observedOf = observedOf
    this.#tolerance = tolerance
  }

  /** The rows that are too many to be paired for certain; null if there are none. */
  get undecided(): UndecidedRows | null {
    return this.#undecided
  }

  /** True if two rows of one group are within every tolerance. */
  agree(expected: number, observed: number): boolean {
    const fields = this.#fieldsOf(expected)
    if (fields.length === 0) return true
    const [left, right] = [pointOf(this.#expectedOf(expected), fields), pointOf(this.#observedOf(observed), fields)]
    return isNear(left, right, this.#allowed(fields))
  }

  /** True if rows of this group have a number with a tolerance; else all of them are equal. */
  applies(expected: number): boolean {
    return this.#fieldsOf(expected).length > 0
  }

  /**
   * Pairs the rows of a group in place, as many as can be: see `maximumPairs`. A row that is left and agrees with an
   * expected one is a copy. Returns false if it is not certain that no more can be paired.
   */
  complete({ expected, observed }: RowGroup, { partners, copyOf }: GroupPairs): boolean {
    if (observed.length === 0) return true
    const [one, other] = [at(expected, 0), at(observed, 0)]
    if (expected.length === 1 && observed.length === 1) {
      if (this.agree(one, other)) partners[other] = one
      return true
    }
    const fields = this.#fieldsOf(one)
    const allowed = this.#allowed(fields)
    const left = Array.from(expected, (row) => pointOf(this.#expectedOf(row), fields))
    const right = Array.from(observed, (row) => pointOf(this.#observedOf(row), fields))
    const placeOf = new Map(expected.entries().map(([place, row]) => [row, place]))
    const before = observed.map((row) => placeOf.get(at(partners, row)) ?? -1)
    const found = maximumPairs(left, right, allowed, before)
    for (const [place, row] of observed.entries()) {
      const partner = at(found.partners, place)
      partners[row] = partner < 0 ? -1 : at(expected, partner)
    }
    if (expected.length < observed.length || found.partners.includes(-1)) {
      const backwards = new NearRows(right, left, allowed)
      for (const [place, row] of observed.entries()) {
        const [like] = at(found.partners, place) < 0 ? backwards.near(place, 1) : []
        if (like !== undefined) copyOf[row] = at(expected, like)
      }
    }
    if (found.undecided > 0) this.#note(fields, left, found.undecided, expected.length + observed.length)
    return found.undecided === 0
  }

  /** The fields of a row that a tolerance applies to; the same in all rows of its group. */
  #fieldsOf(expected: number): string[] {
    const row = plain(this.#expectedOf(expected))
    return [...this.#tolerance.keys()].filter((name) => isFiniteNumber(fieldOf(row, name)))
  }

  #allowed(fields: readonly string[]): number[] {
    return fields.map((name) => this.#tolerance.get(name) ?? 0)
  }

  #note(fields: readonly string[], points: readonly Point[], pairs: number, rows: number): void {
    const byVariety = fields
      .map((name, field) => ({ name, values: new Set(points.map((point) => String(numberOf(point, field)))).size }))
      .toSorted((a, b) => b.values - a.values)
    const before = this.#undecided
    this.#undecided = {
      pairs: pairs + (before?.pairs ?? 0),
      rows: rows + (before?.rows ?? 0),
      fields: before?.fields ?? byVariety.map(({ name }) => name),
    }
  }
}

const fieldOf = (row: unknown, name: string): unknown =>
  typeof row === 'object' && row !== null && Object.hasOwn(row, name)
    ? plain((row as Readonly<Record<string, unknown>>)[name])
    : undefined

function pointOf(value: unknown, fields: readonly string[]): Numeric[] {
  const row = plain(value)
  return fields.map((name) => {
    const number = fieldOf(row, name)
    if (isFiniteNumber(number)) return number
    throw new RangeError(`the field ${name} is no finite number, and is one in other rows of its group`)
  })
}
