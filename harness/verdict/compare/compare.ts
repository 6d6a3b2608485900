/** Accounts for every row: pairs equal values first, then rows of one identity, then the rest in order. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Identity, Order } from '../../scenario/scenario.ts'
import type { Comparison, Delivery, Finding, ObservedRow } from '../comparison.ts'
import { toleranceOf } from './equality.ts'
import { laneNumber, Lanes, ruleOf } from './order/lanes.ts'
import { judgeOrder, type Misplaced } from './order/order.ts'
import { arrangement, hasTies, misplacedInWindows } from './order/ties.ts'
import { pairRows } from './pairing.ts'
import type { Pairing, RowsToPair } from './pairing.ts'
import { at, existing } from './positions.ts'

export interface CompareOptions<Out> {
  /** In the order in which they should come out. */
  readonly expected: readonly ExpectedRow<Out>[]
  /** The rows of one partition in the order of their offsets; the partitions one after the other or mixed. */
  readonly observed: readonly ObservedRow[]
  readonly identity: Identity<Out>
  /** Absolute tolerance of a top-level numeric field; exact when not given. */
  readonly tolerance?: Readonly<Partial<Record<string, number>>> | undefined
  readonly delivery?: Delivery | undefined
  /** Among which rows there is an order: `input`, all of them, when not given. */
  readonly order?: Order<Out> | undefined
  /**
   * The input partition that an expected row came from, `place` being its place among them; one for all when not given.
   * Rows of different input partitions have no order, as Flink reads partitions side by side.
   */
  readonly inputPartitionOf?: ((row: ExpectedRow<Out>, place: number) => number) | undefined
}

/**
 * Compares what was observed with what was expected, in near-linear time.
 *
 * Equality is that of `equality.ts`. Order is judged among the matched rows that share a lane (see `lanes.ts`): in each, the
 * longest run in the expected order stays in place, the other rows are `misordered`. Equal rows that lie in several lanes
 * could change places unseen: their order is not judged. Tied rows (see `ties.ts`) have no order between windows.
 *
 * @throws StreamassayError `SCENARIO_INVALID` if the identity or the order function fails on an expected row
 */
export function compare<Out>(options: CompareOptions<Out>): Comparison<Out> {
  const { expected, order } = options
  if (order === 'any' || !hasTies(expected)) return accountOf(options, null)
  const arrangedBy = (by: Order<Out> | undefined): Comparison<Out> => {
    const places = arrangement(expected, pairRows(rowsToPair({ ...options, order: by })).partners)
    return accountOf(rearranged(options, places), places)
  }
  const comparison = arrangedBy('any')
  if (comparison.counts.misordered === 0) return comparison
  // Where a tolerance leaves a choice of pairs, those that regard the order can be the better guide.
  const other = arrangedBy(order)
  return other.counts.misordered < comparison.counts.misordered ? other : comparison
}

function accountOf<Out>(options: CompareOptions<Out>, places: Int32Array | null): Comparison<Out> {
  const { expected, observed, delivery = 'exactly-once' } = options
  const rows = rowsToPair(options)
  const { laneOf, tolerance } = rows
  const pairing = pairRows(rows)
  const { partners, differing, lost, unexpected } = pairing
  const judgedLaneOf = laneOf && ((e: number, o: number) => (pairing.isSpread(e) ? null : laneOf(e, o)))
  const order = judgedLaneOf === null ? { misplaced: [], notJudged: 0 } : judgeOrder(partners, judgedLaneOf)
  const inWindows =
    judgedLaneOf && places && misplacedInWindows({ expected, places, partners, laneOf: judgedLaneOf, tolerance })
  const misplaced = withOthers(order.misplaced, inWindows ?? [])
  const matched = partners.filter((row) => row >= 0)
  return {
    counts: {
      expected: expected.length,
      observed: observed.length,
      matched: matched.length,
      differing: differing.length,
      lost: lost.length,
      unexpected: unexpected.length,
      duplicated: pairing.copyOf.filter((row) => row >= 0).length,
      misordered: misplaced.length,
    },
    findings: findingsOf(pairing, misplaced, options),
    delivery,
    order: {
      rule: ruleOf(options.order),
      partitions: new Set(observed.map((row) => row.partition)).size,
      notJudged: order.notJudged,
    },
    sentinels: {
      expected: expected.filter((row) => row.line === null).length,
      matched: matched.filter((row) => existing(expected, row).line === null).length,
    },
    ...(pairing.undecided && { undecided: pairing.undecided }),
  }
}

function rowsToPair<Out>(options: CompareOptions<Out>): RowsToPair<Out> {
  const { expected, observed, identity } = options
  const laneOf = options.order === 'any' ? null : laneNumbers(new Lanes(options.order), options)
  return { expected, observed, identity, tolerance: toleranceOf(options.tolerance), laneOf }
}

function rearranged<Out>(options: CompareOptions<Out>, places: Int32Array): CompareOptions<Out> {
  const { expected, inputPartitionOf } = options
  return {
    ...options,
    expected: Array.from(places, (place) => existing(expected, place)),
    inputPartitionOf: inputPartitionOf && ((row, place) => inputPartitionOf(row, at(places, place))),
  }
}

/** Both lists, each row once; ascending by expected row. */
function withOthers(misplaced: readonly Misplaced[], others: readonly Misplaced[]): Misplaced[] {
  const rows = new Set(misplaced.map(({ expected }) => expected))
  const more = others.filter(({ expected }) => !rows.has(expected))
  return [...misplaced, ...more].toSorted((a, b) => a.expected - b.expected)
}

/** Tells the lane of a pair by the numbers of its rows. */
function laneNumbers<Out>(
  lanes: Lanes<Out>,
  { expected, observed, inputPartitionOf = () => 0 }: CompareOptions<Out>,
): (e: number, o: number) => number {
  const inputLanes = Float64Array.from(expected, (row, place) => lanes.inputLane(row, inputPartitionOf(row, place)))
  return (e, o) => laneNumber(at(inputLanes, e), existing(observed, o).partition)
}

function findingsOf<Out>(
  { differing, lost, unexpected, copyOf }: Pairing,
  misplaced: readonly Misplaced[],
  options: CompareOptions<Out>,
): Finding<Out>[] {
  const expected = (row: number): ExpectedRow<Out> => existing(options.expected, row)
  const observed = (row: number): ObservedRow => existing(options.observed, row)
  const copies = [...copyOf.keys()].filter((row) => at(copyOf, row) >= 0)
  return [
    ...differing.map(({ pairedBy, fields, ...pair }): Finding<Out> => {
      return {
        class: 'differing',
        expected: expected(pair.expected),
        observed: observed(pair.observed),
        pairedBy,
        fields,
      }
    }),
    ...lost.map((row): Finding<Out> => ({ class: 'lost', expected: expected(row) })),
    ...unexpected.map((row): Finding<Out> => ({ class: 'unexpected', observed: observed(row) })),
    ...copies.map((row): Finding<Out> => {
      return { class: 'duplicated', expected: expected(at(copyOf, row)), observed: observed(row) }
    }),
    ...misplaced.map(({ seen, ...pair }): Finding<Out> => {
      const [row, other] = [expected(pair.expected), expected(pair.other)]
      return { class: 'misordered', expected: row, observed: observed(pair.observed), seen, other }
    }),
  ]
}
