/** Takes rows apart into those that hang together by nearness: what is further apart is never paired. */
import { at, existing } from '../positions.ts'
import { numberOf, type Point, sortedBy } from './near-rows.ts'
import { isWithin } from './within.ts'

/** Expected and observed rows by number, ascending. */
export interface Tangle {
  readonly left: readonly number[]
  readonly right: readonly number[]
}

/** The tangles that have rows of both sides. A gap wider than the tolerance, in any of the numbers, separates two. */
export function tanglesOf(left: readonly Point[], right: readonly Point[], allowed: readonly number[]): Tangle[] {
  const found: Tangle[] = []
  const points = [...left, ...right]
  /** Rows by number, those of the right side behind those of the left; fields that do not take them apart, so far. */
  const open: { readonly rows: readonly number[]; readonly field: number; readonly whole: number }[] = [
    { rows: [...points.keys()], field: 0, whole: 0 },
  ]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { rows, field, whole } = part
    if (!rows.some((row) => row < left.length) || !rows.some((row) => row >= left.length)) continue
    if (whole === allowed.length) {
      const sorted = rows.toSorted((a, b) => a - b)
      found.push({
        left: sorted.filter((row) => row < left.length),
        right: sorted.filter((row) => row >= left.length).map((row) => row - left.length),
      })
      continue
    }
    const pieces = cut(rows, points, field, at(allowed, field))
    const next = (field + 1) % allowed.length
    for (const piece of pieces) open.push({ rows: piece, field: next, whole: pieces.length === 1 ? whole + 1 : 1 })
  }
  return found
}

/** Rows in ascending order of a number, cut where the next one is further off than the tolerance. */
function cut(rows: readonly number[], points: readonly Point[], field: number, allowed: number): number[][] {
  const pieces: number[][] = []
  const numbers = rows.map((row) => existing(points, row))
  let before: number | null = null
  for (const place of sortedBy(numbers, field)) {
    const isNear =
      before !== null &&
      isWithin(numberOf(existing(numbers, before), field), numberOf(existing(numbers, place), field), allowed)
    if (!isNear) pieces.push([])
    pieces.at(-1)?.push(at(rows, place))
    before = place
  }
  return pieces
}
