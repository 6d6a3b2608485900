/**
 * Pairs the observed rows with the expected rows of equal value.
 *
 * Where a value comes more than once there is a choice, and it is made so that the order is judged kindly: of all
 * pairings those that keep more rows in the expected order win. Candidates are looked for a few places around the same
 * rank, counted from the first and from the last equal row; so a stretch of rows that is missing, or that came twice,
 * moves no other row, and the work stays near-linear however often a value comes. Where numbers have a tolerance, what is
 * left over then is paired so that no pairing has more pairs (see `matching/`).
 */
import { longestRun } from './order/longest-run.ts'
import type { NearGroups } from './matching/near-groups.ts'
import { at } from './positions.ts'

/** Rows by number, grouped by a key that equal rows share. */
export interface GroupedRows {
  /** The group of each expected row. */
  readonly expectedGroups: Int32Array
  /** The group of each observed row; -1 if no expected row has its key. */
  readonly observedGroups: Int32Array
  readonly groups: number
  /** The lane, a number, in which the order of these two is judged; rows of different lanes have no order. Null: none has. */
  readonly laneOf: ((expected: number, observed: number) => number) | null
  /** Which rows of a group are equal; null if all are, as there is no tolerance. */
  readonly near: NearGroups | null
}

export interface EqualPairs {
  /** The expected row that each observed row is paired with, or -1. */
  readonly partners: Int32Array
  /** For an observed row that is one more copy of an expected row: that row; else -1. */
  readonly copyOf: Int32Array
  /** By group: 1 if its rows lie in more than one lane or are undecided, so that it is not known which of them should be where. */
  readonly spread: Uint8Array
}

/** How many places around its own rank a row may find its partner. */
const reach = 3

/** Pairs equal rows; near-linear in the number of rows. */
export function pairEqual(rows: GroupedRows): EqualPairs {
  const expectedOf = byGroup(rows.expectedGroups, rows.groups)
  const observedOf = byGroup(rows.observedGroups, rows.groups)
  const pairs = {
    partners: new Int32Array(rows.observedGroups.length).fill(-1),
    copyOf: new Int32Array(rows.observedGroups.length).fill(-1),
    spread: new Uint8Array(rows.groups),
  }
  if (rows.laneOf !== null) pairByOrder({ ...rows, laneOf: rows.laneOf }, pairs, expectedOf, observedOf)
  for (let group = 0; group < rows.groups; group += 1) {
    const [expected, observed] = [expectedOf(group), observedOf(group)]
    if (rows.near?.applies(at(expected, 0)) !== true) pairRemaining(expected, observed, pairs)
    // The order of rows is not judged where it is open which is which.
    else if (!rows.near.complete({ expected, observed }, pairs)) pairs.spread[group] = 1
  }
  return pairs
}

type RowsOfGroup = (group: number) => Int32Array
type RowsInLanes = GroupedRows & { readonly laneOf: NonNullable<GroupedRows['laneOf']> }

/** Where a value comes more than once: notes what is spread over lanes, and pairs the rest as their order wants it. */
function pairByOrder(rows: RowsInLanes, pairs: EqualPairs, expectedOf: RowsOfGroup, observedOf: RowsOfGroup): void {
  let hasChoice = false
  for (let group = 0; group < rows.groups; group += 1) {
    const [expected, observed] = [expectedOf(group), observedOf(group)]
    if (observed.length === 0 || expected.length + observed.length === 2) continue
    hasChoice = true
    if (isSpread(expected, observed, rows)) pairs.spread[group] = 1
  }
  if (hasChoice) pairInOrder(rows, pairs, expectedOf, observedOf)
}

/** The numbers of the rows of each group, ascending: a counting sort, since a list for each of a million groups is dear. */
function byGroup(groupOf: Int32Array, groups: number): RowsOfGroup {
  const ends = new Int32Array(groups)
  for (const group of groupOf) if (group >= 0) ends[group] = at(ends, group) + 1
  for (let group = 1; group < groups; group += 1) ends[group] = at(ends, group) + at(ends, group - 1)
  const starts = ends.slice()
  const sorted = new Int32Array(groups === 0 ? 0 : at(ends, groups - 1))
  for (let row = groupOf.length - 1; row >= 0; row -= 1) {
    const group = at(groupOf, row)
    if (group < 0) continue
    starts[group] = at(starts, group) - 1
    sorted[at(starts, group)] = row
  }
  return (group) => sorted.subarray(at(starts, group), at(ends, group))
}

/** Any expected row may be any observed one: they lie in one lane if all do so with the first of the other side. */
function isSpread(expected: Int32Array, observed: Int32Array, { laneOf }: RowsInLanes): boolean {
  const lane = laneOf(at(expected, 0), at(observed, 0))
  return (
    expected.some((row) => laneOf(row, at(observed, 0)) !== lane) ||
    observed.some((row) => laneOf(at(expected, 0), row) !== lane)
  )
}

/** Pairs what makes up the longest run in the expected order, lane by lane. */
function pairInOrder(rows: RowsInLanes, pairs: EqualPairs, expectedOf: RowsOfGroup, observedOf: RowsOfGroup): void {
  const lanes = new Map<number, { candidates: number[]; observed: number[] }>()
  const ranks = new Int32Array(rows.groups)
  for (const [observed, group] of rows.observedGroups.entries()) {
    if (group < 0 || pairs.spread[group] === 1) continue
    const expected = expectedOf(group)
    const rank = at(ranks, group)
    ranks[group] = rank + 1
    const lane = rows.laneOf(at(expected, 0), observed)
    const run = lanes.get(lane) ?? { candidates: [], observed: [] }
    lanes.set(lane, run)
    for (const candidate of candidatesFor(rank, observedOf(group).length, expected)) {
      if (rows.near?.agree(candidate, observed) === false) continue
      run.candidates.push(candidate)
      run.observed.push(observed)
    }
  }
  for (const { candidates, observed } of lanes.values()) {
    for (const position of longestRun(candidates)) pairs.partners[at(observed, position)] = at(candidates, position)
  }
}

/** The expected rows around the given rank, counted from the first and from the last row; descending, each once. */
function candidatesFor(rank: number, ofObserved: number, expected: Int32Array): number[] {
  if (expected.length === 1) return [at(expected, 0)]
  const fromEnd = rank + expected.length - ofObserved
  const [lower, upper] = [Math.min(rank, fromEnd), Math.max(rank, fromEnd)]
  const found: number[] = []
  const add = (from: number, to: number): void => {
    for (let place = Math.min(from, expected.length - 1); place >= Math.max(to, 0); place -= 1) {
      found.push(at(expected, place))
    }
  }
  add(upper + reach, upper - reach)
  add(Math.min(lower + reach, upper - reach - 1), lower - reach)
  return found
}

/** Pairs what is left of a group, the first with the first; an observed row that then has no partner is a copy. */
function pairRemaining(expected: Int32Array, observed: Int32Array, { partners, copyOf }: EqualPairs): void {
  const taken = new Set(observed.length < 2 ? [] : observed.values().map((row) => at(partners, row)))
  let next = 0
  for (const [rank, row] of observed.entries()) {
    if (at(partners, row) >= 0) continue
    while (next < expected.length && taken.has(at(expected, next))) next += 1
    if (next < expected.length) {
      partners[row] = at(expected, next)
      next += 1
    } else copyOf[row] = candidatesFor(rank, observed.length, expected)[0] ?? -1
  }
}
