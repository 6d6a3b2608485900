/**
 * Drain: reads an output topic from its beginning while records still arrive, and to an end that is known.
 *
 * The end is the read-uncommitted end offset, asked for once the job has ended. The commit of a transaction is
 * acknowledged before its markers are written, so the last rows may not be decided yet: the last stable offset is waited
 * for until it has come to the end. Every offset up to the end then holds a row, a control record or a record of an
 * aborted transaction, and is read: there is nothing to wait for, and nothing to hope for.
 */
import { StreamassayError } from '../../errors.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import { untilAborted } from '../../wait-until.ts'
import { deathOr } from '../death.ts'
import { mostGibOfPartition } from '../topics.ts'
import { within, type WorkLimits } from '../wire/within.ts'
import type { Clients } from '../wire/clients.ts'
import { type Cluster, offsetsOf, partitionsByLeader } from '../wire/cluster.ts'
import { reasonOf } from '../wire/error-reason.ts'
import type { CommittedRecord } from './committed-records.ts'
import { decidedEnds } from './decided-ends.ts'
import { follow, type PartitionRecords, ReadingEnd } from './follow.ts'

export interface ReadOptions {
  readonly topic: string
  /** Makes a row's value; it must not throw, and says with `raw` and `problem` what it cannot read. */
  readonly decode: (value: Uint8Array | null) => ObservedRow['value']
  /** Is given rows as they come, in offset order within a partition; it is not called again before it is done. */
  readonly take: (rows: readonly ObservedRow[]) => void | Promise<void>
  /** Ends the reading from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

/** How far an output topic has grown. */
export interface Appended {
  /** The read-uncommitted end offset of each partition, from 0. */
  readonly ends: readonly bigint[]
  /** Offsets that belong to transactions that are not decided, or lie behind such ones: their rows cannot be read yet. */
  readonly undecided: bigint
}

/** A reading that is under way; disposing of it ends it. */
export interface OutputReading extends AsyncDisposable {
  /** Aborted, with a `KAFKA_DRAIN_FAILED` or what `take` threw, when the reading fails before its end. */
  readonly failed: AbortSignal
  /** Rows handed to `take` so far that came in transactions. */
  readonly rowsInTransactions: number
  /**
   * Whether the topic holds rows of a transaction that is not decided yet: they are not read before that.
   *
   * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the broker does not answer in time
   */
  isUndecided(limits: WorkLimits): Promise<boolean>
  /**
   * How far the topic has grown by now.
   *
   * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the broker does not answer in time
   */
  appended(limits: WorkLimits): Promise<Appended>
  /**
   * To be called once, when the topic grows no more: waits until the transactions in it are decided, and reads all of it.
   *
   * @returns the end offset of each partition, every one of them reached
   * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the topic is not there, the broker does not answer in time, or
   * records were deleted before they were read; `WAIT_TIMED_OUT` when a transaction stays open; what `take` threw
   */
  toEnd(limits: WorkLimits): Promise<readonly bigint[]>
}

/** Begins to read. */
export const readOutput = (clients: Clients, options: ReadOptions): OutputReading => new Reading(clients, options)

class Reading implements OutputReading {
  readonly #clients: Clients
  readonly #options: ReadOptions
  readonly #end = new ReadingEnd()
  readonly #stop = new AbortController()
  readonly #failure = new AbortController()
  readonly #done: Promise<void>
  rowsInTransactions = 0
  /** Rows of several leaders are taken in turn. */
  #turn: Promise<void> = Promise.resolve()

  constructor(clients: Clients, options: ReadOptions) {
    this.#clients = clients
    this.#options = options
    this.#done = this.#readAll()
  }

  get failed(): AbortSignal {
    return this.#failure.signal
  }

  async isUndecided(limits: WorkLimits): Promise<boolean> {
    return (await this.appended(limits)).undecided > 0n
  }

  appended(limits: WorkLimits): Promise<Appended> {
    const { topic: name } = this.#options
    return this.#within(limits, (signal) =>
      this.#clients.use(async (cluster) => {
        const topic = await cluster.topic(name)
        const [ends, stable] = await Promise.all([offsetsOf(topic, 'end'), offsetsOf(topic, 'stable')])
        const undecided = ends.map((end, at) => end - (stable[at] ?? 0n)).filter((count) => count > 0n)
        return { ends, undecided: undecided.reduce((sum, count) => sum + count, 0n) }
      }, signal),
    )
  }

  toEnd(limits: WorkLimits): Promise<readonly bigint[]> {
    const { topic } = this.#options
    const { timeoutMs } = limits
    return this.#within(limits, async (signal) => {
      const ends = await this.#clients.use((cluster) => decidedEnds(cluster, topic, { timeoutMs, signal }), signal)
      this.#end.tell(ends)
      await untilAborted(this.#done, signal)
      this.failed.throwIfAborted()
      return ends
    })
  }

  /** That the reading itself has failed comes before whatever was asked. */
  #within<Told>(limits: WorkLimits, ask: (signal: AbortSignal) => Promise<Told>): Promise<Told> {
    const { topic } = this.#options
    return within(limits, {
      run: (signal) => ask(AbortSignal.any([signal, this.failed, this.#stop.signal])),
      failed: (why, cause) => drainFailed(topic, why, cause),
    }).catch((error: unknown) => {
      this.failed.throwIfAborted()
      throw error
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('reading was stopped'))
    await this.#done
    // A take that is going on ends before what it uses is disposed of.
    await this.#turn
  }

  /** Never rejects: how it fails is told by `failed`. */
  async #readAll(): Promise<void> {
    const { signal: outer } = this.#options
    const signal = outer ? AbortSignal.any([this.#stop.signal, outer]) : this.#stop.signal
    const client = this.#clients.take()
    try {
      await this.#readWith(client, signal)
      this.#clients.giveBack(client)
    } catch (error) {
      this.#clients.giveUp(client)
      const death = await deathOr(error, outer && signal)
      if (!this.#stop.signal.aborted) this.#failure.abort(outer?.aborted ? outer.reason : death)
    }
  }

  async #readWith(client: Cluster, signal: AbortSignal): Promise<void> {
    const { topic: name } = this.#options
    const orFailed = (error: unknown): never => {
      throw signal.aborted ? error : drainFailed(name, reasonOf(error), error)
    }
    const topic = await untilAborted(client.topic(name), signal).catch(orFailed)
    await Promise.all(
      partitionsByLeader(topic.leaders).map(async ([leader, partitions]) => {
        const following = follow(leader, topic, partitions, this.#end, signal)
        for (;;) {
          const { value } = await following.next().catch(orFailed)
          if (value === undefined) return
          await this.#hand(value, signal)
        }
      }),
    )
  }

  async #hand(brought: readonly PartitionRecords[], signal: AbortSignal): Promise<void> {
    const { decode, take } = this.#options
    const rows = brought.flatMap(({ partition, records }) => records.map((one) => observed(partition, one, decode)))
    if (rows.length === 0) return
    for (const { records } of brought) for (const one of records) this.rowsInTransactions += Number(one.isInTransaction)
    const taking = this.#turn.then(() => {
      signal.throwIfAborted()
      return take(rows)
    })
    this.#turn = taking.catch(() => undefined)
    await untilAborted(taking, signal)
  }
}

function observed(partition: number, record: CommittedRecord, decode: ReadOptions['decode']): ObservedRow {
  const { offset, timestampMs } = record
  const value = decode(record.value)
  // Kept bytes are copied: as a view they would keep all that was fetched with them.
  const kept = 'raw' in value && value.raw !== null ? { ...value, raw: new Uint8Array(value.raw) } : value
  return { partition, offset, timestampMs, value: kept }
}

const drainFailed = (topic: string, why: string, cause: unknown): StreamassayError =>
  new StreamassayError('KAFKA_DRAIN_FAILED', `the output cannot be judged: cannot read ${topic} to its end: ${why}`, {
    remedy: `Read the broker's log. A topic of a run must keep every record (retention.ms=-1); a broker of streamassay keeps ${mostGibOfPartition} GiB of each partition.`,
    cause,
  })
