/** Waits, once a job has read its input, until all that is due has come out, or nothing more comes. */
import { StreamassayError } from '../../errors.ts'
import { readWatermark } from '../../flink/running/watermarks.ts'
import type { RunningJob } from '../../flink/running/metrics.ts'
import { WorkWatch } from '../../flink/running/work.ts'
import type { Appended } from '../../kafka/drain/output-reading.ts'
import type { WorkLimits } from '../../kafka/wire/within.ts'
import { longestTimerMs } from '../../scenario/timer-limits.ts'
import { type Sighting, waitUntil } from '../../wait-until.ts'

/** What is known of an output while it grows. */
export interface GrowingOutput {
  /** How many rows are due; null where that is not known before the end. */
  readonly dueRows: number | null
  /** How many of them have been read as they should be. */
  readonly dueCome: () => number
  /** How far the output topic has grown; null for a sink that is not read before the end. */
  readonly appended: (limits: WorkLimits) => Promise<Appended | null>
}

export interface SettleWait extends RunningJob {
  readonly output: GrowingOutput
  /** How long nothing new may come while no task works. */
  readonly settleMs: number
  /** The longest processing-time window of the job's plan; null if it has none. */
  readonly windowMs: number | null
  /** The longest wait, however much still comes. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A JobManager answers with what it fetched after the question before: asking more often costs more than it tells. */
const watermarkIntervalMs = 500
/** Rows of an open transaction cannot be read. As many as are missing are taken for them when no more came for so long. */
const undecidedQuietMs = 500
const askMs = 5000

/**
 * Returns when all due rows have come, or when for `settleMs` neither a row nor a later watermark has come and the job has
 * not worked. After `timeoutMs` it also returns if no row has come for `settleMs`, or if none came at all and none is known to
 * be missing; but not while the job works and due rows are missing.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` if rows may still come after `timeoutMs`, `KAFKA_DRAIN_FAILED`,
 * `FLINK_REST_FAILED`; the signal's reason
 */
export async function untilSettled(wait: SettleWait): Promise<void> {
  const { output, settleMs, timeoutMs, signal } = wait
  const news = new News()
  const work = new WorkWatch(wait)
  const lastOfAny = (...of: readonly string[]): number => Math.max(...of.map((name) => news.lastOf(name)))
  const startedMs = performance.now()
  const look = async (limit: AbortSignal): Promise<Sighting<undefined>> => {
    if (isComplete(wait)) return { found: undefined }
    const appended = await output.appended({ timeoutMs: askMs, signal: limit })
    const nowMs = performance.now()
    news.note('rows', `${appended?.ends.join(' ')}`, nowMs)
    const missing = (output.dueRows ?? 0) - output.dueCome()
    const isWithheld = missing > 0 && appended !== null && appended.undecided >= BigInt(missing)
    if (isWithheld && nowMs - news.lastOf('rows') >= undecidedQuietMs) return { found: undefined }
    const isOver = (): boolean => nowMs - lastOfAny('rows', 'watermark', 'work') >= settleMs
    if (isOver() || nowMs - news.lastOf('question') >= watermarkIntervalMs) {
      news.note('question', `${nowMs}`, nowMs)
      news.note('watermark', `${await readWatermark(wait, { signal: limit })}`, nowMs)
      // A function that is slow on one row, or a bundle of them, brings nothing for as long as that takes.
      if (await work.hasWorked({ signal: limit })) news.note('work', `${nowMs}`, nowMs)
    }
    if (isOver()) return { found: undefined }
    if (nowMs - startedMs >= timeoutMs) {
      const areRowsQuiet = nowMs - news.lastOf('rows') >= settleMs
      const hasGrown = news.changesOf('rows') > 1
      const isWorking = missing > 0 && nowMs - news.lastOf('work') < settleMs
      const isQuiet = (areRowsQuiet && !isWorking) || (missing <= 0 && !hasGrown)
      if (isComplete(wait) || isQuiet) return { found: undefined }
      throw tooLate(timeoutMs, missing, areRowsQuiet ? 'working' : hasGrown ? 'growing' : 'silent')
    }
    return {
      seen: `${missing} due rows missing, nothing new for ${Math.round(nowMs - lastOfAny('rows', 'watermark', 'work'))} ms`,
    }
  }
  // The limit of the wait itself is never reached: a look ends it.
  const most = { timeoutMs: Math.min(timeoutMs + 2 * askMs, longestTimerMs), signal }
  await waitUntil(look, { ...most, what: 'the due rows', remedy: 'Check the job in the Web UI.' })
}

const restless =
  "If an operator never rests, such as one with a timer or rows of its own, judge the job by a `sentinel` and `ends: 'never'`."

/** What was missing when the time was over could still have come: that is no proof against the job. */
function tooLate(timeoutMs: number, missing: number, job: 'growing' | 'silent' | 'working'): StreamassayError {
  const seconds = `${timeoutMs / 1000} s`
  const what = {
    growing: `rows were still arriving after ${seconds}`,
    silent: `no row arrived for ${seconds}, which is less than \`settleMs\``,
    working: `the job was still busy after ${seconds}`,
  }[job]
  const text = missing > 0 ? `${what}: ${missing} due rows are missing` : what
  const remedy = `Allow the job more time (\`jobTimeoutMs\`).${job === 'working' ? ` ${restless}` : ''}`
  return new StreamassayError('WAIT_TIMED_OUT', text, { remedy })
}

/** Rows of a processing-time window are due by the clock: where the reference knows of no due row, they may still come. */
function isComplete({ output, windowMs }: SettleWait): boolean {
  const { dueRows } = output
  return dueRows === null || dueRows === 0 ? windowMs === null : output.dueCome() >= dueRows
}

/** When something last changed, by its name. */
class News {
  readonly #last = new Map<string, { readonly text: string; readonly atMs: number; readonly changes: number }>()

  note(name: string, text: string, atMs: number): void {
    const { text: before, changes = 0 } = this.#last.get(name) ?? {}
    if (before !== text) this.#last.set(name, { text, atMs, changes: changes + 1 })
  }

  /** How many values it has had, the first one included. */
  changesOf(name: string): number {
    return this.#last.get(name)?.changes ?? 0
  }

  lastOf(name: string): number {
    return this.#last.get(name)?.atMs ?? -Infinity
  }
}
