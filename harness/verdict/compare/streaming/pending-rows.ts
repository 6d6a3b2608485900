/** The expected rows that wait for their partner, in order: looked at one by one near the front, else found by fingerprint. */
import type { ExpectedRow } from '../../../scenario/reference/reading.ts'
import { isEqual } from '../equality.ts'
import { RowQueues } from './row-queue.ts'

/** An expected row and the input partition that it came from. */
export interface PlacedRow<Out> {
  readonly row: ExpectedRow<Out>
  readonly inputPartition: number
  /** True if the reference gives it only at the end of the input: the row is not due while the job runs. */
  readonly isAtEnd?: boolean
}

/** A row that waits, with its place among all expected rows. */
export interface PendingRow<Out> extends PlacedRow<Out> {
  readonly number: number
  /** Null until the row is looked for by it. */
  readonly fingerprint: number | null
}

/** A pending row in the list, which keeps the order and lets any row go in constant time. */
interface Link<Out> extends PendingRow<Out> {
  fingerprint: number | null
  previous: Link<Out> | null
  next: Link<Out> | null
}

export class PendingRows<Out> {
  readonly #fingerprintOf: (out: Out) => number
  readonly #queues = new RowQueues<Link<Out>>()
  #first: Link<Out> | null = null
  #last: Link<Out> | null = null
  /** From here on no row has its fingerprint yet: most rows go without. */
  #unmarked: Link<Out> | null = null
  #size = 0

  constructor(fingerprintOf: (out: Out) => number) {
    this.#fingerprintOf = fingerprintOf
  }

  get size(): number {
    return this.#size
  }

  push({ row, inputPartition, isAtEnd = false }: PlacedRow<Out>, number: number): void {
    const link: Link<Out> = {
      row,
      inputPartition,
      isAtEnd,
      number,
      fingerprint: null,
      previous: this.#last,
      next: null,
    }
    if (this.#last === null) this.#first = link
    else this.#last.next = link
    this.#last = link
    this.#unmarked ??= link
    this.#size += 1
  }

  /** The first row equal to this value, if it is one of the first `reach` rows. */
  near(value: unknown, reach: number): PendingRow<Out> | undefined {
    let link = this.#first
    for (let place = 0; link !== null && place < reach; place += 1) {
      if (isEqual(link.row.out, value)) return this.#isFirst(link) ? link : undefined
      link = link.next
    }
    return undefined
  }

  /** The first row of this fingerprint. */
  find(fingerprint: number): PendingRow<Out> | undefined {
    this.#markAll()
    return this.#queues.first(fingerprint)
  }

  /** Lets a row go: the first of its fingerprint. */
  remove(row: PendingRow<Out>): void {
    const link = row as Link<Out>
    if (link.fingerprint !== null) this.#queues.drop(link.fingerprint)
    if (link === this.#unmarked) this.#unmarked = link.next
    if (link.previous === null) this.#first = link.next
    else link.previous.next = link.next
    if (link.next === null) this.#last = link.previous
    else link.next.previous = link.previous
    this.#size -= 1
  }

  /** All rows, in order. */
  *rows(): Generator<PendingRow<Out>, void, undefined> {
    for (let link = this.#first; link !== null; link = link.next) yield link
  }

  /** The fingerprints of all rows, each once. */
  fingerprints(): Iterable<number> {
    this.#markAll()
    return this.#queues.fingerprints
  }

  clear(): void {
    this.#queues.clear()
    this.#first = null
    this.#last = null
    this.#unmarked = null
    this.#size = 0
  }

  /** Not so only if a different row has the same fingerprint. */
  #isFirst(link: Link<Out>): boolean {
    return link.fingerprint === null || this.#queues.first(link.fingerprint) === link
  }

  #markAll(): void {
    for (let link = this.#unmarked; link !== null; link = link.next) {
      link.fingerprint = this.#fingerprintOf(link.row.out)
      this.#queues.push(link.fingerprint, link)
    }
    this.#unmarked = null
  }
}
