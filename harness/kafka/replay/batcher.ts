/** Gathers records into batches, bounded in rows and bytes, each of one partition: one batch is one request. */
import { StreamassayError } from '../../errors.ts'
import type { OutgoingRecord } from './replay.ts'

export interface Batch {
  readonly partition: number
  readonly records: readonly OutgoingRecord[]
}

/** A batch that goes out: since when, in milliseconds since 1970, however often it has to be sent. */
export interface SentBatch extends Batch {
  readonly sentMs: number
}

export interface BatchLimits {
  /** Records in a batch at most. */
  readonly rows: number
  /** Bytes of a batch at most, as the broker counts them; a record that is larger by itself still goes, alone. */
  readonly sizeBytes: number
}

/** What a broker takes as one batch unless it is told otherwise (`message.max.bytes`). */
export const brokerBatchBytes = 1_048_588

const batchHeaderBytes = 61
/** Lengths, attributes, timestamp and offset of a record, at their longest. */
const recordHeaderBytes = 36
const headerLengthBytes = 10

/**
 * How far from its first record a batch reaches in time, to both sides.
 *
 * @platformatic/kafka 2.12.1 writes a timestamp as its distance from the first one of the batch, and takes a distance
 * that does not fit 32 bits with their sign, which is 24.8 days, for another (`int64ZigZagEncode` of its
 * @platformatic/dynamic-buffer 0.3.1). So rows a day apart go 25 at a time, a request each; rows a minute apart never
 * notice.
 */
export const reachMs = 24 * 86_400_000

interface Pending {
  readonly records: OutgoingRecord[]
  sizeBytes: number
}

/** Batches that fill up side by side, one a partition. What is held is bounded by the limits times the partitions. */
export class Batcher {
  readonly #limits: BatchLimits
  readonly #pending = new Map<number, Pending>()
  #added = 0

  constructor(limits: BatchLimits) {
    this.#limits = limits
  }

  /**
   * Takes a record in, and gives back the batch that is full with it or before it, if one is.
   *
   * @throws StreamassayError `RECORD_UNENCODABLE` for a record that no broker would take, with its place in the input
   */
  add(record: OutgoingRecord): Batch | null {
    const sizeBytes = checkedSizeBytes(record, this.#added)
    this.#added += 1
    const pending = this.#pending.get(record.partition)
    if (pending === undefined || !this.#hasRoom(pending, record, sizeBytes)) {
      this.#pending.set(record.partition, { records: [record], sizeBytes: batchHeaderBytes + sizeBytes })
      if (pending !== undefined) return { partition: record.partition, records: pending.records }
    } else {
      pending.records.push(record)
      pending.sizeBytes += sizeBytes
    }
    return this.#takeIfFull(record.partition)
  }

  /** Gives back every batch that is not full yet, and holds nothing any more. */
  takeAll(): Batch[] {
    const batches = [...this.#pending].map(([partition, { records }]) => ({ partition, records }))
    this.#pending.clear()
    return batches
  }

  #hasRoom({ records: [first], sizeBytes }: Pending, record: OutgoingRecord, moreBytes: number): boolean {
    return sizeBytes + moreBytes <= this.#limits.sizeBytes && isWithinReach(first?.timestampMs, record.timestampMs)
  }

  #takeIfFull(partition: number): Batch | null {
    const pending = this.#pending.get(partition)
    if (pending === undefined || pending.records.length < this.#limits.rows) return null
    this.#pending.delete(partition)
    return { partition, records: pending.records }
  }
}

/** The time of sending is not known before, so records that are given it go by themselves. */
const isWithinReach = (firstMs: number | null | undefined, timestampMs: number | null): boolean =>
  typeof firstMs === 'number' && timestampMs !== null
    ? Math.abs(timestampMs - firstMs) <= reachMs
    : firstMs === timestampMs

function checkedSizeBytes(record: OutgoingRecord, ordinal: number): number {
  const sizeBytes = recordSizeBytes(record)
  const { timestampMs } = record
  if (batchHeaderBytes + sizeBytes > brokerBatchBytes) {
    throw unsendable(ordinal, `has ${sizeBytes} bytes, but a broker accepts at most ${brokerBatchBytes}`)
  }
  if (timestampMs !== null && !(Number.isSafeInteger(timestampMs) && timestampMs >= 0)) {
    throw unsendable(ordinal, `has the timestamp ${timestampMs}, but Kafka needs whole milliseconds since 1970`)
  }
  return sizeBytes
}

/** The size of a record on the wire, or a few bytes more: its lengths are written shorter when they are small. */
function recordSizeBytes({ key, value, headers }: OutgoingRecord): number {
  let sizeBytes = recordHeaderBytes + (key?.byteLength ?? 0) + (value?.byteLength ?? 0)
  if (headers === null) return sizeBytes
  for (const [name, text] of Object.entries(headers)) {
    sizeBytes += headerLengthBytes + Buffer.byteLength(name) + Buffer.byteLength(text)
  }
  return sizeBytes
}

const unsendable = (ordinal: number, why: string): StreamassayError =>
  new StreamassayError('RECORD_UNENCODABLE', `record ${ordinal + 1} of the input ${why}`, {
    remedy: "Change the row, or the scenario's `format`, `headers` or `timestamp`.",
  })
