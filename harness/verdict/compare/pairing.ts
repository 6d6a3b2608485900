/** Finds each observed row its expected one, in three passes; rows are numbers from here on, by their place in the lists. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Identity } from '../../scenario/scenario.ts'
import type { FieldDifference, ObservedRow, UndecidedRows } from '../comparison.ts'
import { differences } from './differences.ts'
import type { Tolerance } from './equality.ts'
import { decodedOf, groupRows } from './group-rows.ts'
import { expectedIdentity, observedIdentity } from './identity.ts'
import { at, existing } from './positions.ts'
import { pairEqual } from './pair-equal.ts'
import { pairRest } from './pair-rest.ts'
import type { RestPair } from './pair-rest.ts'

export interface RowsToPair<Out> {
  readonly expected: readonly ExpectedRow<Out>[]
  readonly observed: readonly ObservedRow[]
  readonly identity: Identity<Out>
  readonly tolerance: Tolerance
  /** Null where no rows have an order. */
  readonly laneOf: ((expected: number, observed: number) => number) | null
}

export interface Pairing {
  /** The expected row of equal value that each observed row is paired with, or -1. */
  readonly partners: Int32Array
  /** For an observed row that is one more copy of an expected one: that row; else -1. */
  readonly copyOf: Int32Array
  /** Pairs of other value, ascending by expected row. */
  readonly differing: readonly (RestPair & { readonly fields: readonly FieldDifference[] })[]
  /** Expected rows without a partner, and observed rows that are neither partner nor copy; ascending. */
  readonly lost: readonly number[]
  readonly unexpected: readonly number[]
  readonly undecided: UndecidedRows | null
  /** Whether rows equal to this expected row lie in several lanes, or are undecided. */
  readonly isSpread: (expected: number) => boolean
}

/** Pairs equal values, then one identity, then the rest in order. @throws StreamassayError `SCENARIO_INVALID` */
export function pairRows<Out>({ expected, observed, identity, tolerance, laneOf }: RowsToPair<Out>): Pairing {
  const grouped = groupRows(expected, observed, tolerance)
  const { partners, copyOf, spread } = pairEqual({ ...grouped, laneOf })

  const strangers = observed.keys().filter((row) => partners[row] === -1 && copyOf[row] === -1)
  const [unseen, unclaimed] = [absentFrom(partners, expected.length), [...strangers]]
  const isDecoded = (row: number): boolean => 'decoded' in existing(observed, row).value
  const differing = pairRest(
    { rows: unseen, identityOf: (row) => expectedIdentity(identity, existing(expected, row)) },
    {
      rows: unclaimed.filter(isDecoded),
      identityOf: (row) => observedIdentity(identity, decodedOf(existing(observed, row))),
    },
  ).map((pair) => {
    const [left, right] = [existing(expected, pair.expected), existing(observed, pair.observed)]
    return Object.assign(pair, { fields: differences(left.out, decodedOf(right), tolerance) })
  })

  const settled = partners.slice()
  for (const pair of differing) settled[pair.observed] = pair.expected
  return {
    partners,
    copyOf,
    differing,
    lost: absentFrom(settled, expected.length),
    unexpected: unclaimed.filter((row) => settled[row] === -1),
    undecided: grouped.near?.undecided ?? null,
    isSpread: (row) => spread[at(grouped.expectedGroups, row)] === 1,
  }
}

/** The numbers below `count` that are not in `numbers`, ascending. */
function absentFrom(numbers: Int32Array, count: number): number[] {
  const isThere = new Uint8Array(count)
  for (const number of numbers) if (number >= 0) isThere[number] = 1
  const absent: number[] = []
  for (let number = 0; number < count; number += 1) if (isThere[number] === 0) absent.push(number)
  return absent
}
