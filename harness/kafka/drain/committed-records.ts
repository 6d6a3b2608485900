/** Which of the records that a fetch brought are rows: those of committed transactions and those of none, in order. */

/** What a fetch brings, as far as it matters here; a library's own batches fit. Offsets count every position. */
export interface FetchedBatch {
  readonly firstOffset: bigint
  readonly lastOffsetDelta: number
  /** Kafka's flags: 8 the broker's own timestamp, 16 part of a transaction, 32 a control batch. */
  readonly attributes: number
  readonly firstTimestamp: bigint
  readonly maxTimestamp: bigint
  readonly producerId: bigint
  readonly records: readonly FetchedRecord[]
}

export interface FetchedRecord {
  readonly offsetDelta: number
  readonly timestampDelta: bigint
  readonly value: Buffer | null
}

/** A transaction that was aborted: the records of its producer from `firstOffset` to the next control record of that producer. */
export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

/** A record that counts. */
export interface CommittedRecord {
  readonly offset: bigint
  readonly timestampMs: number
  readonly value: Buffer | null
  readonly isInTransaction: boolean
}

const appendTimeFlag = 8
const transactionFlag = 16
const controlFlag = 32

/** The offset after a batch: where the next one begins. */
export const nextOffset = (batch: FetchedBatch): bigint => batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n

/**
 * The rows among a fetch's records with offsets from `from` on.
 *
 * `aborted` is what the broker said with this same fetch. Control records end their producer's transaction; they and the
 * records of an aborted transaction have offsets and are no rows.
 */
export function committedRecords(
  batches: readonly FetchedBatch[],
  aborted: readonly AbortedTransaction[],
  from: bigint,
): CommittedRecord[] {
  const rows: CommittedRecord[] = []
  const notYetBegun = aborted.toSorted((left, right) => Number(left.firstOffset - right.firstOffset))
  const abortedProducers = new Set<bigint>()
  for (const batch of batches) {
    while (notYetBegun[0] !== undefined && notYetBegun[0].firstOffset < nextOffset(batch)) {
      abortedProducers.add(notYetBegun[0].producerId)
      notYetBegun.shift()
    }
    if (batch.attributes & controlFlag) abortedProducers.delete(batch.producerId)
    else if (!(batch.attributes & transactionFlag) || !abortedProducers.has(batch.producerId)) {
      appendRows(rows, batch, from)
    }
  }
  return rows
}

function appendRows(rows: CommittedRecord[], batch: FetchedBatch, from: bigint): void {
  const isInTransaction = (batch.attributes & transactionFlag) !== 0
  for (const { offsetDelta, timestampDelta, value } of batch.records) {
    const offset = batch.firstOffset + BigInt(offsetDelta)
    if (offset < from) continue
    const timestamp = batch.attributes & appendTimeFlag ? batch.maxTimestamp : batch.firstTimestamp + timestampDelta
    rows.push({ offset, timestampMs: Number(timestamp), value, isInTransaction })
  }
}
