/**
 * Drain: reads an output topic to an end that is known, and says so.
 *
 * The end is the read-uncommitted end offset, asked for once the job has FINISHED. The commit of a transaction is
 * acknowledged before its markers are written, so the last rows may not be decided yet: the last stable offset is waited
 * for until it has come to the end. Every offset up to the end then holds a row, a control record or a record of an
 * aborted transaction, and is read: there is nothing to wait for, and nothing to hope for.
 */
import { StreamassayError } from '../../errors.ts'
import { untilAborted, waitUntil } from '../../wait-until.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import { committedRecords, type CommittedRecord, nextOffset } from './committed-records.ts'
import { reasonOf } from '../kafkajs-errors.ts'
import type { PartitionReader } from './partition-reader.ts'

export interface DrainOptions {
  readonly brokers: string
  readonly topic: string
  /** Makes a row's value; it must not throw, and says with `raw` and `problem` what it cannot read. */
  readonly decode: (value: Uint8Array | null) => ObservedRow['value']
  /** For the whole drain, what is done with its rows included. */
  readonly timeoutMs: number
  /** Ends the drain from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

/** What an output topic holds: there is no such value unless every partition was read to its end. */
export interface Drained {
  /** In offset order within a partition, partition after partition. */
  readonly rows: readonly ObservedRow[]
  /** The end offset of each partition, from 0. */
  readonly ends: readonly bigint[]
  readonly reachedEnd: true
}

/** Is given rows as they are read, in the order of `Drained.rows`. */
export type Take = (rows: readonly ObservedRow[]) => void | Promise<void>

/** A transaction is decided milliseconds after its commit; one that takes longer has lost its producer. */
const longestDecisionMs = 10_000

/** Loads the reader's library, a third of a second; called early, unawaited, it costs no time when it is needed. */
export const loadReader = (): Promise<typeof import('./partition-reader.ts')> => import('./partition-reader.ts')

/**
 * Reads everything that the topic holds.
 *
 * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the topic is not there, the broker does not answer in time, or the
 * first offsets are gone; `WAIT_TIMED_OUT` when a transaction stays open
 */
export async function drain(options: DrainOptions): Promise<Drained> {
  const rows: ObservedRow[] = []
  const ends = await drainInto(options, (some) => {
    for (const row of some) rows.push(row)
  })
  return { rows, ends, reachedEnd: true }
}

/**
 * The same, a fetch's worth of rows at a time, so that what is held does not grow with the topic.
 *
 * @returns the end offset of each partition, every one of them reached
 */
export async function drainInto(options: DrainOptions, take: Take): Promise<readonly bigint[]> {
  const limit = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit
  try {
    const { openReaderClient } = await loadReader()
    await using client = openReaderClient(options.brokers)
    const reader = await untilAborted(client.openTopic(options.topic), signal)
    return await untilAborted(readAll(reader, options, take, signal), signal)
  } catch (error) {
    if (error instanceof StreamassayError || options.signal?.aborted) throw error
    throw drainFailed(options, limit.aborted ? `not done within ${options.timeoutMs / 1000} s` : reasonOf(error), error)
  }
}

async function readAll(
  reader: PartitionReader,
  options: DrainOptions,
  take: Take,
  signal: AbortSignal,
): Promise<readonly bigint[]> {
  const [starts, ends] = await Promise.all([reader.offsets('start'), reader.offsets('end')])
  for (const [partition, start] of starts.entries()) refuseDeleted(start, partition, options)
  await waitUntilDecided(reader, ends, options)
  for (const [partition, end] of ends.entries()) {
    for (let position = 0n; position < end;) {
      // After a failure nobody awaits this loop any more.
      signal.throwIfAborted()
      const { startOffset, batches, aborted } = await reader.fetch(partition, position)
      refuseDeleted(startOffset, partition, options)
      const rows = committedRecords(batches, aborted, position, end)
      await take(rows.map((record) => observed(partition, record, options.decode)))
      for (const batch of batches) position = nextOffset(batch)
    }
  }
  return ends
}

/** Waits until every record below the ends belongs to a transaction that is decided, or to none. */
async function waitUntilDecided(
  reader: PartitionReader,
  ends: readonly bigint[],
  options: DrainOptions,
): Promise<void> {
  await waitUntil(
    async () => {
      const stable = await reader.offsets('stable')
      const partition = ends.findIndex((end, at) => (stable[at] ?? 0n) < end)
      if (partition < 0) return { found: true }
      return { seen: `partition ${partition} is decided up to offset ${stable[partition]} of ${ends[partition]}` }
    },
    {
      what: `the transactions in ${options.topic} to be committed or aborted`,
      timeoutMs: Math.min(longestDecisionMs, options.timeoutMs / 2),
      intervalMs: 10,
      remedy:
        'A transaction is still open though the job has ended: look in its logs for what kept its sink from committing.',
      ...(options.signal && { signal: options.signal }),
    },
  )
}

function observed(partition: number, record: CommittedRecord, decode: DrainOptions['decode']): ObservedRow {
  const { offset, timestampMs } = record
  const value = decode(record.value)
  // Kept bytes are copied: as a view they would keep all that was fetched with them.
  const kept = 'raw' in value && value.raw !== null ? { ...value, raw: new Uint8Array(value.raw) } : value
  return { partition, offset, timestampMs, value: kept }
}

function refuseDeleted(startOffset: bigint, partition: number, options: DrainOptions): void {
  if (startOffset === 0n) return
  throw drainFailed(
    options,
    `partition ${partition} begins at offset ${startOffset}: the records before it were deleted`,
  )
}

const drainFailed = (options: DrainOptions, why: string, cause?: unknown): StreamassayError =>
  new StreamassayError('KAFKA_DRAIN_FAILED', `cannot read ${options.topic} to its end: ${why}`, {
    remedy:
      "The output cannot be judged. See the broker's log; a topic of a run must keep every record (retention.ms=-1).",
    cause,
  })
