/** Pairs equal rows off as they come and forgets them: what is left over at the end, or came out of order, is wrong. */
import type { ExpectedRow } from '../../../scenario/reference/reading.ts'
import type { Order } from '../../../scenario/scenario.ts'
import type { ObservedRow } from '../../comparison.ts'
import { differences } from '../differences.ts'
import { isEqual, type Tolerance } from '../equality.ts'
import { Lanes } from '../order/lanes.ts'
import { fingerprint } from './fingerprint.ts'
import { LaneOrder } from './lane-order.ts'
import { PendingRows, type PendingRow, type PlacedRow } from './pending-rows.ts'
import { RowQueues } from './row-queue.ts'

export interface FirstPassOptions<Out> {
  readonly tolerance: Tolerance
  readonly order: Order<Out> | undefined
  /** Whether both topics have one partition alone. */
  readonly isOnePartition: boolean
  /** Whether the last row of each piece is looked for to the end of the expected rows. */
  readonly looksForLast: boolean
  /** Expected rows that may be read beyond the furthest one that was matched, to find the partner of an observed row. */
  readonly lookAheadRows: number
  readonly expected: AsyncIterator<readonly PlacedRow<Out>[]>
  readonly onExpected: ((rows: readonly ExpectedRow<Out>[]) => void | Promise<void>) | undefined
  readonly onMatched: ((row: ExpectedRow<Out>, timestampMs: number | null) => void) | undefined
  /** Asked of each observed row: true if it was there before the job was stopped. */
  readonly isInTime: ((row: ObservedRow) => boolean) | undefined
}

/** Expected rows at the front that are simply compared; a few rows that stay away, or came mixed, cost no more so. */
const nearRows = 4

/** An observed row whose partner has not come. */
export interface WaitingRow {
  readonly isInTime: boolean
  readonly number: number
  readonly partition: number
  readonly offset: bigint
  readonly timestampMs: number | null
  readonly decoded: unknown
}

/**
 * The rows of one fingerprint are paired first with first. If then two of them are not equal (which is common where a
 * tolerance leaves numbers out of the fingerprint, and next to impossible elsewhere), the pass is `unclear`: others could
 * be the pairs.
 */
export class FirstPass<Out> {
  readonly counts = { expected: 0, observed: 0 }
  readonly sentinels = { expected: 0, matched: 0 }
  /** Due rows that were matched in time, expected rows that are not due, and observed rows that were not in time. */
  readonly due = { come: 0, notDue: 0, late: 0 }
  /** Output partitions in which rows were seen. */
  readonly partitions = new Set<number>()
  readonly pending: PendingRows<Out>
  readonly waiting = new RowQueues<WaitingRow>()
  readonly order: LaneOrder<Out>
  /** Rows whose value does not decode. */
  undecoded = 0
  isUnclear = false
  #hasEnded = false
  /** How far the expected rows have been matched. */
  #matchedTo = 0
  readonly #options: FirstPassOptions<Out>
  readonly #fingerprintOf: (value: unknown) => number
  /** With a tolerance, a row further back could be the first of the same fingerprint. */
  readonly #near: number

  constructor(options: FirstPassOptions<Out>) {
    this.#options = options
    this.#fingerprintOf = (value) => fingerprint(value, options.tolerance)
    this.#near = options.tolerance.size === 0 ? nearRows : 1
    this.pending = new PendingRows<Out>(this.#fingerprintOf)
    this.order = new LaneOrder(new Lanes(options.order), options.isOnePartition)
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** How many due rows can have come in time, of which so many rows are copies. */
  dueAtMost(copies: number): number {
    const { come, notDue, late } = this.due
    if (!this.isUnclear) return come
    // Which rows are pairs is known later. No more can have come than were there, and of rows that all match, so many
    // came too late at least; a copy that came late took nothing from those.
    const tooLate = Math.max(0, late - notDue - copies)
    return Math.min(this.counts.observed - late, Math.max(0, this.counts.expected - notDue - tooLate))
  }

  async take(rows: readonly ObservedRow[]): Promise<void> {
    for (const [place, observed] of rows.entries()) {
      const { partition, offset, timestampMs, value } = observed
      const isInTime = this.#options.isInTime?.(observed) ?? true
      if (!isInTime) this.due.late += 1
      this.partitions.add(partition)
      const number = this.counts.observed
      this.counts.observed += 1
      if (!('decoded' in value)) {
        this.undecoded += 1
        continue
      }
      const row = { number, partition, offset, timestampMs, isInTime, decoded: value.decoded }
      if (this.pending.size === 0) await this.read()
      const near = this.pending.near(row.decoded, this.#near)
      if (near === undefined) await this.#seek(row, this.#options.looksForLast && place === rows.length - 1)
      else this.#pair(near, row)
    }
    // The sentinel is sent last: only when no other is to come has all of it been seen.
    while (this.sentinels.matched > 0 && (await this.read()));
  }

  /** Reads the next expected rows; false if there are none. */
  async read(): Promise<boolean> {
    if (this.#hasEnded) return false
    const { value: piece, done } = await this.#options.expected.next()
    if (done === true) {
      this.#hasEnded = true
      return false
    }
    for (const placed of piece) this.#expect(placed)
    await this.#options.onExpected?.(piece.map(({ row }) => row))
    return true
  }

  #expect(placed: PlacedRow<Out>): void {
    const number = this.counts.expected
    this.counts.expected += 1
    if (placed.row.line === null) this.sentinels.expected += 1
    if (placed.isAtEnd === true) this.due.notDue += 1
    this.pending.push(placed, number)
    if (this.waiting.size === 0) return
    const print = this.#fingerprintOf(placed.row.out)
    const row = this.waiting.first(print)
    const partner = row && this.pending.find(print)
    if (!row || !partner || !this.#agree(partner, row)) return
    this.waiting.drop(print)
    this.#pair(partner, row)
  }

  /** Finds the partner of a row by its fingerprint, reading on for it; else the row waits. */
  async #seek(row: WaitingRow, isToTheEnd: boolean): Promise<void> {
    const print = this.#fingerprintOf(row.decoded)
    let partner = this.pending.find(print)
    while (partner === undefined) {
      const isNear = this.counts.expected - this.#matchedTo < this.#options.lookAheadRows
      if (!(isNear || isToTheEnd) || !(await this.read())) break
      partner = this.pending.find(print)
    }
    if (partner !== undefined && this.#agree(partner, row)) this.#pair(partner, row)
    else this.waiting.push(print, row)
  }

  #agree({ row }: PendingRow<Out>, { decoded }: WaitingRow): boolean {
    const { tolerance } = this.#options
    const agree =
      tolerance.size === 0 ? isEqual(row.out, decoded) : differences(row.out, decoded, tolerance).length === 0
    this.isUnclear ||= !agree
    return agree
  }

  #pair(pending: PendingRow<Out>, { number, partition, timestampMs, isInTime }: WaitingRow): void {
    this.pending.remove(pending)
    const { row, inputPartition, number: expected } = pending
    this.order.note(
      { row, expected, observed: number, inputPartition, partition },
      () => pending.fingerprint ?? this.#fingerprintOf(row.out),
    )
    this.#matchedTo = Math.max(this.#matchedTo, expected + 1)
    if (row.line === null) this.sentinels.matched += 1
    if (isInTime && pending.isAtEnd !== true) this.due.come += 1
    this.#options.onMatched?.(row, timestampMs)
  }
}
