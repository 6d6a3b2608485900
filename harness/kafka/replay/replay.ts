/** Replay: rows into the input topic, and a ledger of what the broker acknowledged. */
import { StreamassayError } from '../../errors.ts'
import { untilAborted } from '../../wait-until.ts'
import type { Clients } from '../wire/clients.ts'
import type { Cluster } from '../wire/cluster.ts'
import { within } from '../wire/within.ts'
import { type Batch, Batcher } from './batcher.ts'
import { Lanes } from './lanes.ts'
import { LedgerKeeper } from './ledger.ts'
import { Pace, waitUntilDue } from './pace.ts'
import { Producer } from './producer.ts'

/** A message to send; the partition is always explicit, so that a retry cannot move it. */
export interface OutgoingRecord {
  readonly partition: number
  readonly key: Uint8Array | null
  /** null: a tombstone. */
  readonly value: Uint8Array | null
  /** null: none */
  readonly headers: Readonly<Record<string, string>> | null
  /** Milliseconds since 1970; null: the time of sending. */
  readonly timestampMs: number | null
  /** Of its input, where that is known; null: the sentinel's. */
  readonly line?: number | null | undefined
  /** Awaited before the record is sent, when all before it have been acknowledged. */
  readonly after?: (signal: AbortSignal) => Promise<void>
}

/** Acknowledged records at consecutive offsets of a partition: `rows` of them from `baseOffset` on. */
export interface LedgerEntry {
  readonly partition: number
  readonly baseOffset: bigint
  readonly rows: number
}

export interface Ledger {
  readonly topic: string
  readonly sent: number
  readonly acknowledged: number
  readonly entries: readonly LedgerEntry[]
}

/** How far a replay is. */
export type Progress = Pick<Ledger, 'sent' | 'acknowledged'>

export interface ReplayLimits {
  /** For the whole replay, the time that the records take to come included. */
  readonly timeoutMs: number
  /** Ends the replay from outside; its reason is thrown. */
  readonly signal?: AbortSignal
  /** Records sent per second at most; as fast as the broker takes them when not given. */
  readonly rowsPerSecond?: number
  /** Records in a request at most; 2000 when not given. */
  readonly batchRows?: number
  /** Bytes in a request at most; 512 KiB when not given. */
  readonly batchBytes?: number
  /** Requests in flight at most, one of them a partition; 5 when not given. */
  readonly requestsInFlight?: number
}

export interface ReplayOptions {
  readonly topic: string
  /** In pieces of any size, read no faster than they are sent: what is held does not grow with their number. */
  readonly records: AsyncIterable<readonly OutgoingRecord[]>
  readonly limits: ReplayLimits
  /** Told after each acknowledged batch. */
  readonly onProgress?: (soFar: Progress) => void
  /** Told of records when they go out, in milliseconds since 1970: the timestamp of those that have none of their own. */
  readonly onSent?: (records: readonly OutgoingRecord[], sentMs: number) => void
}

/**
 * Sends all records, in order within each partition, and returns when every one is acknowledged.
 *
 * @throws StreamassayError `KAFKA_REPLAY_FAILED`, with how many were sent and acknowledged; `RECORD_UNENCODABLE` for a
 * record that no broker would take; a StreamassayError that `records` throws is passed on as it is
 */
export async function replay(clients: Clients, options: ReplayOptions): Promise<Ledger> {
  const { limits, topic } = options
  const keeper = new LedgerKeeper(topic)
  await within(limits, {
    run: (signal) => clients.use((cluster) => sendAll(cluster, keeper, options, signal), signal),
    failed: (why, cause) => replayFailed(keeper.ledger(), why, cause),
  })
  return keeper.ledger()
}

async function sendAll(
  cluster: Cluster,
  keeper: LedgerKeeper,
  { topic, records, limits, onProgress, onSent }: ReplayOptions,
  ended: AbortSignal,
): Promise<void> {
  const producer = await Producer.open(cluster, topic)
  const transmit = async (batch: Batch): Promise<void> => {
    const rows = batch.records.length
    const sentMs = Date.now()
    keeper.noteSent(rows)
    onSent?.(batch.records, sentMs)
    const baseOffset = await producer.send({ ...batch, sentMs }, ended)
    keeper.noteAcknowledged({ partition: batch.partition, baseOffset, rows })
    onProgress?.(keeper.progress())
  }
  const lanes = new Lanes(transmit, limits.requestsInFlight ?? 5)
  const signal = AbortSignal.any([ended, lanes.failed])
  await untilAborted(feed(lanes, records, limits, signal), signal)
}

/** Hands every record to the lanes at the pace asked for, and waits until all have arrived. */
async function feed(
  lanes: Lanes,
  records: AsyncIterable<readonly OutgoingRecord[]>,
  limits: ReplayLimits,
  signal: AbortSignal,
): Promise<void> {
  const batcher = new Batcher({ rows: limits.batchRows ?? 2000, sizeBytes: limits.batchBytes ?? 512 * 1024 })
  const pace = limits.rowsPerSecond === undefined ? null : new Pace(limits.rowsPerSecond)
  const sendRest = async (): Promise<void> => {
    for (const batch of batcher.takeAll()) await lanes.send(batch)
  }
  for await (const piece of records) {
    for (const record of piece) {
      if (record.after !== undefined) {
        await sendRest()
        await lanes.settle()
        await record.after(signal)
      }
      if (pace !== null) await waitForTurn(pace, sendRest, signal)
      const full = batcher.add(record)
      if (full !== null) await lanes.send(full)
    }
    // After a failure nobody awaits this loop any more: it must end, so that the source is closed.
    signal.throwIfAborted()
  }
  await sendRest()
  await lanes.settle()
}

/** Waits until the next record is due; what is ready goes out before, and is not kept waiting. */
async function waitForTurn(pace: Pace, sendRest: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const waitMs = pace.waitMs(performance.now())
  if (waitMs > 0) {
    await sendRest()
    await waitUntilDue(waitMs, signal)
  }
  pace.noteGone(performance.now())
}

const replayFailed = (soFar: Ledger, why: string, cause: unknown): StreamassayError =>
  new StreamassayError(
    'KAFKA_REPLAY_FAILED',
    `replay into ${soFar.topic} failed with ${soFar.sent} records sent and ${soFar.acknowledged} acknowledged: ${why}`,
    {
      remedy: "Read the broker's log for the reason; a broker that is only slow needs a longer limit or less load.",
      cause,
    },
  )
