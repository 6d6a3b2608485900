/** The reference on one interleaving of its input: what it gives when the partitions are read in another order. */
import { type ExpectedRow, expectedRows } from '../../scenario/reference/reading.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { at, existing } from '../../verdict/compare/positions.ts'
import type { InputRow } from '../input-rows.ts'
import { ofWindows } from './input-reading.ts'
import type { Interleaving } from './interleavings.ts'

/** The event time that the job's watermark must have come to before a row is sent; null: it is sent at once. */
type LateBehindMs = number | null

/** Input rows in the order of the file, and where they go. */
export interface PlacedInput<Row> {
  readonly rows: readonly InputRow<Row>[]
  /** The partition of each row. */
  readonly partitionOf: readonly number[]
  /** What each row waits for, and all rows behind it (default: nothing). */
  readonly lateBehindMs?: readonly LateBehindMs[]
}

/** What the reference gives on an interleaving. */
export interface Outcome<Out> {
  readonly expected: readonly ExpectedRow<Out>[]
  /** The input partition of each expected row; see `ofWindows`. */
  readonly partitionOf: readonly number[]
  /** What each input row, by its place in the file, was late behind. */
  readonly lateBehindMs: readonly LateBehindMs[]
}

/** @throws StreamassayError `REFERENCE_FAILED` with the input line */
export function readInterleaved<Row, Out>(
  { reference, inputPartitions }: Pick<Scenario<Row, Out>, 'reference' | 'inputPartitions'>,
  input: PlacedInput<Row>,
  interleaving: Interleaving,
): Outcome<Out> {
  const queues = queuesOf(input.partitionOf)
  const reading = reference.open([...queues.keys()])
  const outcome = {
    expected: [] as ExpectedRow<Out>[],
    partitionOf: [] as number[],
    lateBehindMs: [] as LateBehindMs[],
  }
  const windows = ofWindows(inputPartitions)
  const take = (place: number, partition: number): void => {
    const { row, line } = existing(input.rows, place)
    for (const [number, one] of expectedRows(reading, { row, line, partition }).entries()) {
      outcome.expected.push(one)
      outcome.partitionOf.push(number < reading.ownRows ? partition : windows)
    }
    outcome.lateBehindMs[place] = reading.lateBehindMs
  }
  const sent = new SentRows(input.lateBehindMs ?? [])
  const read = (queue: Queue): boolean => {
    const place = at(queue.places, queue.taken)
    if (!sent.has(place, reading.watermarkMs)) return false
    queue.taken += 1
    take(place, queue.partition)
    return true
  }
  // A partition whose turn comes when its next row has not been sent is read when it has been.
  const waiting = new Map<Queue, number>()
  const readWaiting = (): void => {
    for (const [queue, rows] of waiting) {
      let left = rows
      while (left > 0 && read(queue)) left -= 1
      if (left === 0) waiting.delete(queue)
      else waiting.set(queue, left)
    }
  }
  for (const partition of interleaving) {
    const queue = queues.get(partition)
    if (queue === undefined) continue
    if (waiting.size > 0) readWaiting()
    if (waiting.has(queue) || !read(queue)) waiting.set(queue, (waiting.get(queue) ?? 0) + 1)
  }
  // Once all rows before it have been read, the watermark that a row waits for has come, as it has in the order of the file.
  for (let left = interleaving.length; waiting.size > 0 && left > 0; left -= 1) readWaiting()
  for (const one of expectedRows(reading, 'end')) {
    outcome.expected.push(one)
    outcome.partitionOf.push(windows)
  }
  return outcome
}

/** The rows that have been sent: those before the first one that waits. */
class SentRows {
  readonly #lateBehindMs: readonly LateBehindMs[]
  readonly #waiting: readonly number[]
  #next = 0

  constructor(lateBehindMs: readonly LateBehindMs[]) {
    this.#lateBehindMs = lateBehindMs
    this.#waiting = [...lateBehindMs.keys()].filter((place) => lateBehindMs[place] !== null)
  }

  has(place: number, watermarkMs: number): boolean {
    for (; this.#next < this.#waiting.length; this.#next += 1) {
      const first = at(this.#waiting, this.#next)
      if (place < first) return true
      if (watermarkMs < (this.#lateBehindMs[first] ?? -Infinity)) return false
    }
    return true
  }
}

/** The places of the rows of a partition, in their order, and how many have been read. */
interface Queue {
  readonly partition: number
  readonly places: number[]
  taken: number
}

function queuesOf(partitionOf: readonly number[]): ReadonlyMap<number, Queue> {
  const queues = new Map<number, Queue>()
  for (const [place, partition] of partitionOf.entries()) {
    const queue = queues.get(partition) ?? { partition, places: [], taken: 0 }
    queues.set(partition, queue)
    queue.places.push(place)
  }
  return queues
}
