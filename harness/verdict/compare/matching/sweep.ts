/** Pairs near rows in one sweep over both sides, by ascending first number. */
import { at, existing } from '../positions.ts'
import type { NearRows } from './near-rows.ts'
import { numberOf, sortedBy } from './near-rows.ts'
import { compareNumbers, isWithin } from './within.ts'

/**
 * Pairs rows that have no partner: each expected row with the least observed one that is near. Where one number has a
 * tolerance, no pairing of these rows has more pairs; where several have, some pairs may be missed.
 *
 * @param partners the expected row of each observed one, or -1; changed in place
 * @param looks observed rows that are looked at for one expected row, at most
 */
export function sweep(rows: NearRows, partners: Int32Array, looks: number): void {
  const { left, right, allowed } = rows
  const first = at(allowed, 0)
  const paired = new Set(partners)
  const observed = sortedBy(right, 0).filter((row) => at(partners, row) < 0)
  const numberAt = (row: number): ReturnType<typeof numberOf> => numberOf(existing(right, row), 0)
  /** Observed rows without a partner whose first number is not yet too small: those from `head` on. */
  const waiting: number[] = []
  let [head, next] = [0, 0]
  for (const row of sortedBy(left, 0)) {
    if (paired.has(row)) continue
    const number = numberOf(existing(left, row), 0)
    const isNear = (other: number): boolean => isWithin(number, numberAt(other), first)
    for (; next < observed.length; next += 1) {
      const other = at(observed, next)
      if (compareNumbers(numberAt(other), number) > 0 && !isNear(other)) break
      waiting.push(other)
    }
    while (head < waiting.length && !isNear(at(waiting, head))) head += 1
    const last = Math.min(waiting.length, head + looks)
    let place = head
    while (place < last && !rows.isNear(row, at(waiting, place))) place += 1
    if (place === last) continue
    partners[at(waiting, place)] = row
    if (place === head) head += 1
    else waiting.splice(place, 1)
  }
}
