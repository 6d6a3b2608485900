/**
 * Which equal rows lie in several lanes. Every row must be remembered for that, so it is, but by its fingerprint: 25 to 50
 * bytes a row. (Two different rows of one fingerprint count as equal here. One run of a million rows in 20,000 has such a
 * pair, and all it does is that the order of these two is not judged if they lie in different lanes.)
 */
import { at } from '../positions.ts'

const firstCapacity = 1024
/** A fuller table is made twice as large. */
const fullest = 0.7
/** What is known of equal rows, in bits. */
const isSpread = 1
const isDisplaced = 2

interface Table {
  readonly fingerprints: Float64Array
  /** How many pairs have this fingerprint; 0 where a place is free. */
  readonly counts: Uint32Array
  readonly lanes: Uint32Array
  readonly marks: Uint8Array
}

export class SpreadRows {
  readonly #laneNumbers = new Map<number, number>()
  #table = tableOf(firstCapacity)
  #rows = 0
  #notJudged = 0
  #displaced = 0

  /** Pairs whose rows have equals in another lane. */
  get notJudged(): number {
    return this.#notJudged
  }

  /** Rows that differ from each other, lie in one lane only, and were out of order there. */
  get displaced(): number {
    return this.#displaced
  }

  notJudgedOf(fingerprint: number): number {
    const place = placeOf(this.#table, fingerprint)
    return (at(this.#table.marks, place) & isSpread) === 0 ? 0 : at(this.#table.counts, place)
  }

  /** Notes a pair, and whether it came in order in its lane. Returns whether equal rows lie in several lanes, as far as seen. */
  note(fingerprint: number, laneName: number, isInOrder: boolean): boolean {
    if (this.#rows >= this.#table.counts.length * fullest) this.#table = grown(this.#table)
    const place = placeOf(this.#table, fingerprint)
    const { fingerprints, counts, lanes, marks } = this.#table
    const lane = this.#numberOf(laneName)
    const count = at(counts, place) + 1
    counts[place] = count
    if (count === 1) {
      this.#rows += 1
      fingerprints[place] = fingerprint
      lanes[place] = lane
    }
    let mark = at(marks, place)
    if ((mark & isSpread) !== 0) this.#notJudged += 1
    else if (at(lanes, place) !== lane) {
      if ((mark & isDisplaced) !== 0) this.#displaced -= 1
      mark = isSpread
      this.#notJudged += count
    } else if (!isInOrder && (mark & isDisplaced) === 0) {
      mark |= isDisplaced
      this.#displaced += 1
    }
    marks[place] = mark
    return (mark & isSpread) !== 0
  }

  #numberOf(laneName: number): number {
    const number = this.#laneNumbers.get(laneName) ?? this.#laneNumbers.size
    this.#laneNumbers.set(laneName, number)
    return number
  }
}

const tableOf = (capacity: number): Table => ({
  fingerprints: new Float64Array(capacity),
  counts: new Uint32Array(capacity),
  lanes: new Uint32Array(capacity),
  marks: new Uint8Array(capacity),
})

/** Where a fingerprint stands, or the free place where it would. */
function placeOf({ fingerprints, counts }: Table, fingerprint: number): number {
  const mask = counts.length - 1
  let place = (fingerprint >>> 0) & mask
  while (at(counts, place) > 0 && at(fingerprints, place) !== fingerprint) place = (place + 1) & mask
  return place
}

function grown(table: Table): Table {
  const larger = tableOf(table.counts.length * 2)
  for (const [from, count] of table.counts.entries()) {
    if (count === 0) continue
    const fingerprint = at(table.fingerprints, from)
    const place = placeOf(larger, fingerprint)
    larger.fingerprints[place] = fingerprint
    larger.counts[place] = count
    larger.lanes[place] = at(table.lanes, from)
    larger.marks[place] = at(table.marks, from)
  }
  return larger
}
