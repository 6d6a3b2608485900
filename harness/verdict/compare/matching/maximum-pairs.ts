/** Pairs rows that are alike but for numbers with a tolerance: as many as can be, whatever was paired with what before. */
import { at, existing } from '../positions.ts'
import { augment } from './augment.ts'
import { isNear, NearRows, type Point } from './near-rows.ts'
import { sweep } from './sweep.ts'
import { tanglesOf } from './tangles.ts'

/** Rows that hang together by several numbers with a tolerance, at most: the work grows with their square. */
export const largestTangle = 10_000
/** Of more rows so many are looked at to find the partner of one. */
const quickLooks = 100

export interface MaximumPairs {
  /** The expected row of each observed one, or -1. */
  readonly partners: Int32Array
  /** Pairs that there may be more of; above 0 only where more rows hang together than can be searched. */
  readonly undecided: number
}

/**
 * Pairs rows that are near in all their numbers, so that no pairing has more of them. The pairs of `before` stay, unless a
 * row can only be paired by changing them.
 *
 * @param before the expected row of each observed one, or -1
 */
export function maximumPairs(
  left: readonly Point[],
  right: readonly Point[],
  allowed: readonly number[],
  before: Int32Array,
): MaximumPairs {
  if (isPairedInTurn(left, right, allowed, before)) return { partners: Int32Array.from(right.keys()), undecided: 0 }
  const partners = before.slice()
  const placeOf = new Int32Array(left.length)
  let undecided = 0
  for (const tangle of tanglesOf(left, right, allowed)) {
    for (const [place, row] of tangle.left.entries()) placeOf[row] = place
    const own = Int32Array.from(tangle.right, (row) => (at(before, row) < 0 ? -1 : at(placeOf, at(before, row))))
    const rows = new NearRows(
      tangle.left.map((row) => existing(left, row)),
      tangle.right.map((row) => existing(right, row)),
      allowed,
    )
    undecided += complete(rows, own)
    for (const [place, row] of tangle.right.entries()) {
      partners[row] = at(own, place) < 0 ? -1 : at(tangle.left, at(own, place))
    }
  }
  return { partners, undecided }
}

/** True if nothing is paired yet, and the first is near to the first, the second to the second, to the end: most groups are so. */
const isPairedInTurn = (
  left: readonly Point[],
  right: readonly Point[],
  allowed: readonly number[],
  before: Int32Array,
): boolean =>
  left.length === right.length &&
  before.every((partner) => partner < 0) &&
  left.every((point, row) => isNear(point, existing(right, row), allowed))

/** Adds pairs in place; returns how many more there may be. */
function complete(rows: NearRows, partners: Int32Array): number {
  const isOnLine = rows.allowed.length === 1
  const isLarge = rows.left.length + rows.right.length > largestTangle
  const isFresh = partners.every((partner) => partner < 0)
  sweep(rows, partners, isLarge && !isOnLine ? quickLooks : Infinity)
  if (missing(rows, partners) === 0 || (isOnLine && isFresh)) return 0
  if (!isLarge) {
    augment(rows.left.length, (row) => rows.near(row), partners)
    return 0
  }
  if (!isOnLine) return missing(rows, partners)
  const anew = new Int32Array(partners.length).fill(-1)
  sweep(rows, anew, Infinity)
  if (missing(rows, anew) < missing(rows, partners)) partners.set(anew)
  return 0
}

/** Pairs that are missing until one of the sides has no row left. */
function missing({ left, right }: NearRows, partners: Int32Array): number {
  const pairs = partners.reduce((count, partner) => count + Number(partner >= 0), 0)
  return Math.min(left.length, right.length) - pairs
}
