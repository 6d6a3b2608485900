/** Flink's own count of what went in and out, beside the account of every row. */
import type { RunAccount } from './run-account.ts'

/**
 * Where Flink has counted other numbers of rows than were sent and seen, in words; null where it agrees, or its counts say
 * nothing: of a job that did not come to its end, or was started anew, whose counters began anew with it; of a sink that
 * keeps no count.
 */
export function disagreement({
  counts,
  comparison,
  sides,
  job,
  output,
}: Pick<RunAccount, 'counts' | 'comparison' | 'sides' | 'job' | 'output'>): string | null {
  const { state, restarts, operators } = job
  if (state !== 'FINISHED' || restarts !== 0 || operators === null) return null
  const sources = operators.filter(({ name }) => /\bSource: /.test(name))
  const sinks = operators.filter(({ name }) => /\bSink: Writer\b/.test(name))
  const read = sources.reduce((sum, { recordsIn }) => sum + recordsIn, 0)
  const written = sinks.reduce((sum, { recordsOut }) => sum + recordsOut, 0)
  const parts: string[] = []
  const sent = sides.reduce((sum, { rows }) => sum + rows, counts.acknowledged)
  if (sources.length > 0 && read !== sent) {
    parts.push(`${read} rows read, and ${sent} were acknowledged`)
  }
  const seen = comparison?.changes?.records ?? counts.observed
  if (output.sink === 'kafka' && sinks.length > 0 && written !== seen) {
    parts.push(`${written} rows written, and ${seen} were seen`)
  }
  return parts.length === 0 ? null : parts.join('; ')
}
