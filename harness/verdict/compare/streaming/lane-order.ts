/** Watches the order of pairs without keeping them: per lane, whether they came in the expected order so far. */
import type { ExpectedRow } from '../../../scenario/reference/reading.ts'
import type { OrderRule } from '../../comparison.ts'
import { laneNumber, type Lanes } from '../order/lanes.ts'
import { TieOrder } from '../order/ties.ts'
import { SpreadRows } from './spread-rows.ts'

/** An expected and an observed row that are equal, each by its number on its own side. */
export interface StreamedPair<Out> {
  readonly row: ExpectedRow<Out>
  readonly expected: number
  readonly observed: number
  readonly inputPartition: number
  readonly partition: number
}

/** The furthest pair of a lane, on both sides. */
interface Lane {
  readonly name: number
  expected: number
  observed: number
  /** Of the furthest pair, if its row is tied with others. */
  tie: TieOrder | null
}

/** The order of the pairs that share a lane; there is none between lanes. */
export class LaneOrder<Out> {
  readonly #lanes: Lanes<Out>
  readonly #furthest = new Map<number, Lane>()
  readonly #spread: SpreadRows | null
  #lane: Lane | null = null
  #onlyPartitions: number | null = null
  #isBroken = false

  /** @param isOnePartition whether both topics have but one: then no equal rows can lie in several lanes, and none need be remembered */
  constructor(lanes: Lanes<Out>, isOnePartition: boolean) {
    this.#lanes = lanes
    this.#spread = isOnePartition ? null : new SpreadRows()
  }

  get rule(): OrderRule {
    return this.#lanes.rule
  }

  /** Whether every pair whose order can be judged came in order. False may be over-careful, true is proof. */
  get isInOrder(): boolean {
    return !this.#isBroken && (this.#spread === null || this.#spread.displaced === 0)
  }

  /** Pairs of equal rows that lie in several lanes: in which order they should be cannot be known. */
  get notJudged(): number {
    return this.#spread?.notJudged ?? 0
  }

  /** Those of them that have this fingerprint. */
  notJudgedOf(fingerprint: number): number {
    return this.#spread?.notJudgedOf(fingerprint) ?? 0
  }

  /**
   * Notes a pair; `fingerprintOf` is asked only where there are several partitions and an order.
   *
   * @throws StreamassayError `SCENARIO_INVALID` as `Lanes` does
   */
  note(pair: StreamedPair<Out>, fingerprintOf: () => number): void {
    if (this.#lanes.rule === 'any') return
    const lane = this.#laneOf(pair)
    const tie = TieOrder.after(lane.tie, pair.row.tie)
    const isAfter = tie !== null && tie === lane.tie ? tie.isNext(pair) : pair.expected > lane.expected
    const isNext = isAfter && pair.observed > lane.observed
    if (this.#spread === null) {
      const partitions = laneNumber(pair.inputPartition, pair.partition)
      this.#onlyPartitions ??= partitions
      if (!isNext || this.#onlyPartitions !== partitions) this.#isBroken = true
    } else if (this.#spread.note(fingerprintOf(), lane.name, isNext)) return
    if (!isNext) return
    lane.expected = pair.expected
    lane.observed = pair.observed
    lane.tie = tie
    tie?.note(pair)
  }

  #laneOf({ row, inputPartition, partition }: StreamedPair<Out>): Lane {
    const name = laneNumber(this.#lanes.inputLane(row, inputPartition), partition)
    if (this.#lane?.name === name) return this.#lane
    this.#lane = this.#furthest.get(name) ?? { name, expected: -1, observed: -1, tie: null }
    this.#furthest.set(name, this.#lane)
    return this.#lane
  }
}
