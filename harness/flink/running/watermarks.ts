/** How far event time has come in a running job: the watermark that each of its operators has taken in and passed on. */
import { waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import type { RestLimits } from '../rest.ts'
import { readMetricNames, readMetrics, readVertices, type RunningJob } from './metrics.ts'

export interface WatermarkWait extends RunningJob {
  /** The event time to come to, in milliseconds since 1970. */
  readonly watermarkMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Waits until every operator that watermarks reach has taken in that one and passed it on.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` with the one that is furthest behind, `FLINK_REST_FAILED`; the signal's reason
 */
export const waitForWatermark = ({ flinkUrl, jobId, watermarkMs, ...limits }: WatermarkWait): Promise<void> =>
  orDeath(
    waitUntil(
      async (signal) => {
        const least = await readWatermark({ flinkUrl, jobId }, { signal })
        if (least !== null && least >= watermarkMs) return { found: undefined }
        return { seen: least === null ? 'no operator that has one' : inWords(least) }
      },
      {
        ...limits,
        what: `the watermark of the job ${jobId} to reach ${inWords(watermarkMs)}, after which a row is late`,
        intervalMs: 100,
        remedy:
          'Check under Watermarks in the Web UI where they stop. A source needs a watermark strategy, and `.with_idleness(...)` if a subtask or partition has no rows.',
      },
    ),
    limits.signal,
  )

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
