/** A running job as an exchange of rows: what is sent, what has come out, and whether it still runs. */
import { cancelJob, type JobOutcome, watchJob } from '../../flink/watch-job.ts'
import type { OutputReading } from '../../kafka/session.ts'
import { decodeValue } from '../../record/value.ts'
import type { PreparedJob } from '../../run/job/submit-scenario.ts'
import { formatOf } from '../../run/replay-rows.ts'
import type { Stack } from '../../stack/stack.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import { untilAborted } from '../../wait-until.ts'
import { caseRecords } from './case-records.ts'
import { refuseTrouble } from './refuse-trouble.ts'

/**
 * How an exchange ended: with all that was waited for, without any row for too long, with more rows than there could be,
 * or with the end of the job.
 */
export type ExchangeEnd = 'complete' | 'silent' | 'flooded' | JobOutcome

/** The longest wait for a row, in milliseconds: for the first of an exchange, and for any that comes after another one. */
export interface Silence {
  readonly firstMs: number
  readonly laterMs: number
}

/** What ends an exchange that does not end as it should. */
export interface ExchangeLimits {
  readonly silence: Silence
  /** Rows that may come out. */
  readonly mostRows: number
}

export interface LiveJob<Row> extends AsyncDisposable {
  readonly webUiUrl: string
  /** Sends rows, and hands `take` each row that comes out, until it says that it has all. */
  exchange(rows: readonly Row[], take: (row: ObservedRow) => boolean, limits: ExchangeLimits): Promise<ExchangeEnd>
  /** Whether rows have come out in a transaction that is not committed yet. */
  isWithheld(): Promise<boolean>
  /** Rows that came out after all that was waited for; each is told once. */
  strays(): readonly ObservedRow[]
  /** Cancels the job and reads its output to the end: the rows that nobody has waited for. */
  finish(): Promise<readonly ObservedRow[]>
}

const limitsMs = { replay: 120_000, end: 30_000, cancel: 30_000, life: 7 * 24 * 60 * 60_000 }
/** A job is asked less often for its state than one whose end is awaited: it is to go on. */
const watchIntervalMs = 100

/** Where a job runs, and its topics. */
export interface Running {
  readonly stack: Stack
  readonly jobId: string
  readonly inputTopic: string
  readonly outputTopic: string
  readonly signal: AbortSignal
  /** Is given back when the job has ended. */
  readonly turn: AsyncDisposable
  /** Waits until the job has its start offset: one that starts at the latest skips rows that were sent before. */
  readonly untilRead: (signal: AbortSignal) => Promise<void>
}

/** The job from its submission on. */
export class RunningJob<Row, Out> implements LiveJob<Row> {
  readonly webUiUrl: string
  readonly #prepared: PreparedJob<Row, Out>
  readonly #running: Running
  readonly #reading: OutputReading
  readonly #stop = new AbortController()
  /** How the job ended; null while it runs. */
  #outcome: JobOutcome | null = null
  /** What keeps the job's end from being told. */
  #problem: { readonly error: unknown } | null = null
  #waiting: ObservedRow[] = []
  #news = Promise.withResolvers<void>()
  #sent = 0
  #seen = 0
  /** The cancellation under way, or the one that has succeeded; one that failed is tried again. */
  #cancelled: Promise<unknown> | null = null
  /** Begun with the first rows. */
  #isRead: Promise<void> | null = null

  constructor(prepared: PreparedJob<Row, Out>, running: Running) {
    const { stack, jobId, outputTopic, signal } = running
    this.webUiUrl = `${stack.flinkUrl}/#/job/running/${jobId}`
    this.#prepared = prepared
    this.#running = running
    const startedAt = new Date()
    const outside = AbortSignal.any([signal, stack.dead])
    const format = formatOf(prepared.scenario)
    this.#reading = stack.kafka.read({
      topic: outputTopic,
      decode: (value) => decodeValue(value, format.decode),
      take: (rows) => {
        for (const row of rows) this.#waiting.push(row)
        this.#seen += rows.length
        this.#tell()
      },
      signal: outside,
    })
    void watchJob({
      flinkUrl: stack.flinkUrl,
      jobId,
      timeoutMs: limitsMs.life,
      intervalMs: watchIntervalMs,
      readTaskManagerLog: () => stack.log('taskmanager', startedAt),
      signal: AbortSignal.any([outside, this.#stop.signal]),
    })
      .then((outcome) => (this.#outcome = refuseTrouble(outcome, 'STACK_FAILED')))
      .catch((error: unknown) => (this.#problem = { error }))
      .finally(() => this.#tell())
  }

  async exchange(
    rows: readonly Row[],
    take: (row: ObservedRow) => boolean,
    { silence, mostRows }: ExchangeLimits,
  ): Promise<ExchangeEnd> {
    const { stack, signal } = this.#running
    const failed = AbortSignal.any([signal, stack.dead, this.#reading.failed])
    const sending = this.#send(rows, failed)
    // What it fails with is told when it is waited for; a job that has ended comes first.
    sending.catch(() => this.#tell())
    const before = this.#seen
    for (;;) {
      if (this.#take(take)) {
        await sending
        return 'complete'
      }
      if (this.#outcome !== null) return await this.#readRest(this.#outcome, take)
      if (this.#problem !== null) throw this.#problem.error
      if (this.#seen - before > mostRows) return 'flooded'
      const news = this.#news.promise
      const quiet = AbortSignal.timeout(this.#seen > before ? silence.laterMs : silence.firstMs)
      try {
        await untilAborted(Promise.race([news, rejectionOf(sending)]), AbortSignal.any([failed, quiet]))
      } catch (error) {
        if (quiet.aborted && !failed.aborted) return 'silent'
        throw error
      }
    }
  }

  isWithheld(): Promise<boolean> {
    return this.#reading.isUndecided({ timeoutMs: limitsMs.end, signal: this.#running.signal })
  }

  strays(): readonly ObservedRow[] {
    const strays = this.#waiting
    this.#waiting = []
    return strays
  }

  async finish(): Promise<readonly ObservedRow[]> {
    await this.#cancel()
    await this.#reading.toEnd({ timeoutMs: limitsMs.end, signal: this.#running.signal })
    return this.strays()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stack, turn } = this.#running
    await using parts = new AsyncDisposableStack()
    parts.use(turn)
    parts.use(this.#reading)
    parts.defer(() => this.#stop.abort(new Error('the job is not watched any more')))
    if (!stack.dead.aborted) await this.#cancel()
  }

  async #cancel(): Promise<void> {
    if (this.#outcome !== null) return
    const { stack, jobId } = this.#running
    this.#stop.abort(new Error('the job is cancelled'))
    const limits = { flinkUrl: stack.flinkUrl, jobId, timeoutMs: limitsMs.cancel }
    this.#cancelled ??= cancelJob(limits).catch((error: unknown) => {
      this.#cancelled = null
      throw error
    })
    await this.#cancelled
  }

  async #send(rows: readonly Row[], signal: AbortSignal): Promise<void> {
    const first = this.#sent
    this.#sent += rows.length
    this.#isRead ??= this.#running.untilRead(this.#stop.signal)
    await untilAborted(this.#isRead, signal)
    await this.#running.stack.kafka.replay({
      topic: this.#running.inputTopic,
      records: caseRecords(this.#prepared.scenario, rows, first),
      limits: { timeoutMs: limitsMs.replay, signal },
    })
  }

  /** Hands on what has come; true when `take` has all. */
  #take(take: (row: ObservedRow) => boolean): boolean {
    this.#news = Promise.withResolvers()
    const rows = this.#waiting
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]
      if (row !== undefined && take(row)) {
        this.#waiting = rows.slice(at + 1)
        return true
      }
    }
    this.#waiting = []
    return false
  }

  /** A job that has ended may have written rows that have not been read. */
  async #readRest(outcome: JobOutcome, take: (row: ObservedRow) => boolean): Promise<ExchangeEnd> {
    await this.#reading.toEnd({ timeoutMs: limitsMs.end, signal: this.#running.signal })
    this.#take(take)
    return outcome
  }

  #tell(): void {
    this.#news.resolve()
  }
}

/** Never resolves. */
const rejectionOf = (work: Promise<unknown>): Promise<never> =>
  new Promise((_resolve, reject) => void work.catch(reject))
