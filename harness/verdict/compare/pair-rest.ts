/** Pairs the rows that found no equal one: by identity, then by position, so that a changed row is one finding and not two. */
import { at } from './positions.ts'

/** Two rows, by number, and what made them a pair. */
export interface RestPair {
  readonly expected: number
  readonly observed: number
  readonly pairedBy: 'identity' | 'position'
}

/** Rows left over, by number and in order, and what they are called; null where a row has no identity. */
export interface LeftOver {
  readonly rows: readonly number[]
  readonly identityOf: (row: number) => string | null
}

/**
 * Pairs left-over rows: the first expected with the first observed of one identity, the second with the second; then
 * the first of the rest with the first of the rest. Ascending by expected row.
 */
export function pairRest(expected: LeftOver, observed: LeftOver): RestPair[] {
  const waiting = Map.groupBy(expected.rows, (row) => expected.identityOf(row))
  for (const rows of waiting.values()) rows.reverse()
  const pairs: RestPair[] = []
  const strangers: number[] = []
  for (const row of observed.rows) {
    const identity = observed.identityOf(row)
    const partner = identity === null ? undefined : waiting.get(identity)?.pop()
    if (partner === undefined) strangers.push(row)
    else pairs.push({ expected: partner, observed: row, pairedBy: 'identity' })
  }
  const paired = new Set(pairs.map((pair) => pair.expected))
  const alone = expected.rows.filter((row) => !paired.has(row))
  for (const [place, row] of alone.slice(0, strangers.length).entries()) {
    pairs.push({ expected: row, observed: at(strangers, place), pairedBy: 'position' })
  }
  return pairs.toSorted((a, b) => a.expected - b.expected)
}
