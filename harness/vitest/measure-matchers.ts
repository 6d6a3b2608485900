/** The matchers `toFinishWithin`, `toHaveLatency` and `toSustain`: how fast a run was, that was right. */
import { expect } from 'vitest'

import type { Run } from '../run.ts'
import { counted } from '../verdict/report/value-text.ts'

/** The most that a percentile, or the slowest row, may have taken, in milliseconds. */
export interface LatencyLimits {
  readonly p50Ms?: number
  readonly p95Ms?: number
  readonly p99Ms?: number
  readonly maxMs?: number
}

type Measured = Pick<Run, 'verdict' | 'report' | 'job' | 'measures'>

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-unused-vars -- a merged interface must repeat vitest's type parameters
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The job of a run that passes had ended so many milliseconds after its submission, by Flink's clock. */
    toFinishWithin(limitMs: number): R
    /** The rows of a run that passes came out as fast as that. The run is one whose job reads while its rows are sent (`ends`). */
    toHaveLatency(limits: LatencyLimits): R
    /** So many rows of the input a second went through the job of a run that passes, while it read what was sent meanwhile (`ends`). */
    toSustain(rate: { readonly rowsPerSecond: number }): R
  }
}

/** What a matcher says: how it was, and whether that is within the limits; null where it was not measured. */
type Judgement = { readonly isWithin: boolean; readonly was: string } | null

const latencyLimits = new Set(['p50Ms', 'p95Ms', 'p99Ms', 'maxMs'])

const isNotEnded = "the job had not ended: a job with `ends: 'never'` has no duration"
const isNotMeasured =
  "not measured: latency needs a job with `ends: 'when-stopped'` or 'never', a `rowsPerSecond` that leaves it time to start, and a Kafka sink with one output row for an input row"

/** A run that is wrong, or was not measured, fails the matcher and fails its `.not` as well: it proves nothing of the kind. */
const judged = (run: Measured, isNot: boolean, judge: () => Judgement, whyNot = isNotMeasured) => {
  const judgement = run.verdict === 'pass' ? judge() : null
  if (judgement === null) return { pass: isNot, message: () => (run.verdict === 'pass' ? whyNot : run.report) }
  return { pass: judgement.isWithin, message: () => judgement.was }
}

expect.extend({
  toFinishWithin(run: Measured, limitMs: number) {
    return judged(
      run,
      this.isNot,
      () => {
        const { durationMs } = run.job
        if (durationMs === null) return null
        return {
          isWithin: durationMs <= limitMs,
          was: `the job ended after ${durationMs} ms, the limit is ${limitMs} ms`,
        }
      },
      isNotEnded,
    )
  },

  toHaveLatency(run: Measured, limits: LatencyLimits) {
    // Of a word that is none of these, or of none at all, nothing would be judged.
    const names = Object.keys(limits)
    if (names.length === 0 || names.some((name) => !latencyLimits.has(name))) {
      throw new TypeError(
        `toHaveLatency accepts ${[...latencyLimits].join(', ')}, got: ${names.join(', ') || 'nothing'}`,
      )
    }
    return judged(run, this.isNot, () => {
      const latency = run.measures?.latencyMs
      if (!latency) return null
      const { p50, p95, p99, max } = latency
      const asked = [
        ['p50', p50, limits.p50Ms],
        ['p95', p95, limits.p95Ms],
        ['p99', p99, limits.p99Ms],
        ['max', max, limits.maxMs],
      ] as const
      const over = asked.filter(([, wasMs, limitMs]) => limitMs !== undefined && wasMs > limitMs)
      const parts = asked.map(
        ([name, wasMs, limitMs]) => `${name} ${wasMs} ms${limitMs === undefined ? '' : ` (limit ${limitMs} ms)`}`,
      )
      return { isWithin: over.length === 0, was: `latency of ${counted(latency.rows, 'row')}: ${parts.join(', ')}` }
    })
  },

  toSustain(run: Measured, { rowsPerSecond }: { readonly rowsPerSecond: number }) {
    return judged(run, this.isNot, () => {
      const throughput = run.measures?.throughput
      if (!throughput) return null
      const { rows, seconds, rowsPerSecond: sustained } = throughput
      const was = `${sustained.toFixed(1)} rows/s, ${counted(rows, 'row')} in ${seconds.toFixed(1)} s (limit: ${rowsPerSecond})`
      return { isWithin: sustained >= rowsPerSecond, was }
    })
  },
})
