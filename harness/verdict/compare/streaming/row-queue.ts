/** A queue of equal rows: first in, first out, in constant time however many there are. */

/** A list of links rather than an array: most queues hold one row, and an array makes room for sixteen at its first. */
interface Link<Row> {
  readonly row: Row
  next: Link<Row> | null
}

export class RowQueue<Row> {
  #first: Link<Row> | null = null
  #last: Link<Row> | null = null
  #size = 0

  push(row: Row): void {
    const link: Link<Row> = { row, next: null }
    if (this.#last === null) this.#first = link
    else this.#last.next = link
    this.#last = link
    this.#size += 1
  }

  get first(): Row | undefined {
    return this.#first?.row
  }

  get size(): number {
    return this.#size
  }

  *rows(): Generator<Row, void, undefined> {
    for (let link = this.#first; link !== null; link = link.next) yield link.row
  }

  /** Lets the first row go; there must be one. */
  drop(): void {
    if (this.#first === null) throw new RangeError('no row is there')
    this.#first = this.#first.next
    if (this.#first === null) this.#last = null
    this.#size -= 1
  }
}

/** Queues by the fingerprint that equal rows share; a queue that has run empty is gone. */
export class RowQueues<Row> {
  readonly #queues = new Map<number, RowQueue<Row>>()
  #size = 0

  /** Rows in all queues. */
  get size(): number {
    return this.#size
  }

  /** The fingerprints of which a row is there. */
  get fingerprints(): Iterable<number> {
    return this.#queues.keys()
  }

  *rows(): Generator<Row, void, undefined> {
    for (const queue of this.#queues.values()) yield* queue.rows()
  }

  push(print: number, row: Row): void {
    const queue = this.#queues.get(print) ?? new RowQueue<Row>()
    if (queue.size === 0) this.#queues.set(print, queue)
    queue.push(row)
    this.#size += 1
  }

  first(print: number): Row | undefined {
    return this.#queues.get(print)?.first
  }

  /** Lets the first row of this fingerprint go; there must be one. */
  drop(print: number): void {
    const queue = this.#queues.get(print)
    if (queue === undefined) throw new RangeError('no row of this fingerprint is there')
    queue.drop()
    this.#size -= 1
    if (queue.size === 0) this.#queues.delete(print)
  }

  clear(): void {
    this.#queues.clear()
    this.#size = 0
  }
}
