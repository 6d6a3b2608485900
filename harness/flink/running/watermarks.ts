/** How far event time has come in a running job: the watermark that each of its operators has taken in and passed on. */
import { StreamassayError } from '../../errors.ts'
import { type Sighting, waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import type { RestLimits } from '../rest.ts'
import { readMetricNames, readMetrics, readVertices, type RunningJob } from './metrics.ts'
import { type LastOffsets, readSourceOffsets } from './source-offsets.ts'
import { WorkWatch } from './work.ts'

export interface WatermarkWait extends RunningJob {
  /** The event time to come to, in milliseconds since 1970. */
  readonly watermarkMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** All that was sent before. The watermark is not waited for once that was read, and the job stands still for `quietMs`. */
  readonly sent?: { readonly topic: string; readonly lastOffsets: LastOffsets; readonly quietMs: number }
}

const remedy =
  'Check under Watermarks in the Web UI where they stop. A source needs a watermark strategy, and `.with_idleness(...)` if a subtask or partition has no rows.'

/**
 * Waits until every operator that watermarks reach has taken in that one and passed it on.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` with the one that is furthest behind, also when it stands still, nothing more is
 * to be read, and no task works on rows; `FLINK_REST_FAILED`; the signal's reason
 */
export const waitForWatermark = ({ flinkUrl, jobId, watermarkMs, sent, ...limits }: WatermarkWait): Promise<void> => {
  const job = { flinkUrl, jobId }
  const [what, goal] = [`the watermark of the job ${jobId}`, `${inWords(watermarkMs)}, after which a row is late`]
  const work = new WorkWatch(job)
  let last: { readonly least: number | null; readonly sinceMs: number } | null = null
  const look = async (signal: AbortSignal): Promise<Sighting<undefined>> => {
    const least = await readWatermark(job, { signal })
    if (least !== null && least >= watermarkMs) return { found: undefined }
    const seen = least === null ? 'no operator that has one' : inWords(least)
    if (sent === undefined || !(await hasRead(job, sent, signal))) return { seen }
    // A job that is only slow holds rows that are read and have moved no watermark yet.
    const isWorking = await work.hasWorked({ signal })
    if (isWorking || last?.least !== least) last = { least, sinceMs: performance.now() }
    if (isWorking) return { seen: `${seen}, and the job is busy` }
    if (performance.now() - last.sinceMs < sent.quietMs) return { seen }
    throw standingStill(`${what} did not move for ${sent.quietMs / 1000} s; it must reach ${goal}`, seen)
  }
  return orDeath(
    waitUntil(look, {
      ...limits,
      what: `${what} to reach ${goal}`,
      intervalMs: 100,
      remedy: `${remedy} If the job is only slow, increase \`jobTimeoutMs\`.`,
    }),
    limits.signal,
  )
}

const standingStill = (what: string, seen: string): StreamassayError =>
  new StreamassayError('WAIT_TIMED_OUT', `${what}. All earlier rows were read; last seen: ${seen}`, {
    remedy: `${remedy} If the job is only slow, increase \`settleMs\`.`,
  })

/** True if the sources of the job have read all of that. */
async function hasRead(
  job: RunningJob,
  { topic, lastOffsets }: NonNullable<WatermarkWait['sent']>,
  signal: AbortSignal,
): Promise<boolean> {
  const offsets = await readSourceOffsets(job, topic, { signal })
  return [...lastOffsets].every(([partition, offset]) => (offsets.get(partition) ?? -1n) >= offset)
}

/**
 * Of each task that watermarks reach over the network what it was given, and of each operator in it what it has passed on: a
 * Python function keeps a watermark back until its bundle of rows is done, and no row is late by it before.
 */
const taken = /^\d+\.currentInputWatermark$/
const passedOn = /^\d+\..+\.currentOutputWatermark$/

/** The watermark that the operator furthest behind has taken in and passed on; null where there is none yet. */
export async function readWatermark(job: RunningJob, limits: RestLimits = {}): Promise<number | null> {
  const ofEach = await Promise.all(
    (await readVertices(job, limits)).map(async (vertex) => {
      const names = await readMetricNames(job, vertex, limits)
      if (!names.some((name) => taken.test(name))) return []
      const wanted = names.filter((name) => taken.test(name) || passedOn.test(name))
      return [...(await readMetrics(job, vertex, wanted, limits)).values()].map(Number)
    }),
  )
  const watermarks = ofEach.flat()
  return watermarks.length === 0 ? null : Math.min(...watermarks)
}

/** An event time as it can be read; Flink begins at a number that is no date. */
function inWords(timeMs: number): string {
  const isDate = Math.abs(timeMs) <= 8.64e15
  return isDate ? new Date(timeMs).toISOString() : timeMs < 0 ? 'none yet' : 'the end of time'
}
