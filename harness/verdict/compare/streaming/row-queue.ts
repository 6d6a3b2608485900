/** A queue of equal rows: first in, first out, in constant time however many there are. */

/** Once so many rows have left and they are the larger part, their places are given back. */
const leftLimit = 32

export class RowQueue<Row> {
  #rows: Row[] = []
  #left = 0

  push(row: Row): void {
    this.#rows.push(row)
  }

  get first(): Row | undefined {
    return this.#rows[this.#left]
  }

  get size(): number {
    return this.#rows.length - this.#left
  }

  /** Lets the first row go. */
  drop(): void {
    this.#left += 1
    if (this.#left < leftLimit || this.#left * 2 < this.#rows.length) return
    this.#rows = this.#rows.slice(this.#left)
    this.#left = 0
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
