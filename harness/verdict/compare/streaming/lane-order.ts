/** Watches the order of pairs without keeping them: per lane, whether they came in the expected order so far. */
import { SpreadRows } from './spread-rows.ts'

/** An expected and an observed row that are equal, each by its number on its own side. */
export interface StreamedPair {
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
}

/** More partitions than a topic can have. */
const partitionsLimit = 1_000_000

/** Pairs of one input and one output partition share a lane: between lanes there is no order. */
export class LaneOrder {
  readonly #lanes = new Map<number, Lane>()
  readonly #spread: SpreadRows | null
  #lane: Lane | null = null
  #isBroken = false

  /** @param isOneLane whether there is but one: then no equal rows can lie in several, and nothing need be remembered */
  constructor(isOneLane: boolean) {
    this.#spread = isOneLane ? null : new SpreadRows()
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

  /** Notes a pair; `fingerprintOf` is asked only where there are several lanes. */
  note(pair: StreamedPair, fingerprintOf: () => number): void {
    const lane = this.#laneOf(pair)
    const isNext = pair.expected > lane.expected && pair.observed > lane.observed
    if (this.#spread === null) {
      if (!isNext || this.#lanes.size > 1) this.#isBroken = true
    } else if (this.#spread.note(fingerprintOf(), lane.name, isNext)) return
    if (!isNext) return
    lane.expected = pair.expected
    lane.observed = pair.observed
  }

  #laneOf({ inputPartition, partition }: StreamedPair): Lane {
    const name = inputPartition * partitionsLimit + partition
    if (this.#lane?.name === name) return this.#lane
    this.#lane = this.#lanes.get(name) ?? { name, expected: -1, observed: -1 }
    this.#lanes.set(name, this.#lane)
    return this.#lane
  }
}
