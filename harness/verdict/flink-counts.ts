/** Flink's own count of what went in and out, beside the account of every row. */
import type { RunAccount } from './run-account.ts'

/**
 * Where Flink has counted other numbers of rows than were sent and seen, in words; null where it agrees, or its counts say
 * nothing: of a job that did not come to its end, or was started anew, whose counters began anew with it; of a sink that
 * keeps no count.
 */
export function disagreement({ counts, job, output }: Pick<RunAccount, 'counts' | 'job' | 'output'>): string | null {
  const { state, restarts, operators } = job
  if (state !== 'FINISHED' || restarts !== 0 || operators === null) return null
  const sources = operators.filter(({ name }) => /\bSource: /.test(name))
  const sinks = operators.filter(({ name }) => /\bSink: Writer\b/.test(name))
  const read = sources.reduce((sum, { recordsIn }) => sum + recordsIn, 0)
  const written = sinks.reduce((sum, { recordsOut }) => sum + recordsOut, 0)
  const parts: string[] = []
  if (sources.length > 0 && read !== counts.acknowledged) {
    parts.push(`${read} rows read, and ${counts.acknowledged} were acknowledged`)
  }
  if (output.sink === 'kafka' && sinks.length > 0 && written !== counts.observed) {
    parts.push(`${written} rows written, and ${counts.observed} were seen`)
  }
  return parts.length === 0 ? null : parts.join('; ')
}
