/** Flink's own count of what went in and out, beside the account of every row. */
import type { JobAccount, RunAccount, SideAccount } from './run-account.ts'

const isSource = /\bSource: /

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
  const sources = operators.filter(({ name }) => isSource.test(name))
  const sinks = operators.filter(({ name }) => /\bSink: Writer\b/.test(name))
  const read = sources.reduce((sum, { recordsIn }) => sum + recordsIn, 0)
  const written = sinks.reduce((sum, { recordsOut }) => sum + recordsOut, 0)
  const parts: string[] = []
  const sent = sides.reduce((sum, { rows }) => sum + rows, counts.acknowledged)
  if (sources.length > 0 && read !== sent) {
    parts.push(`${read} rows read, but ${sent} rows acknowledged`)
  }
  const seen = comparison?.changes?.records ?? counts.observed
  if (output.sink === 'kafka' && sinks.length > 0 && written !== seen) {
    parts.push(`${written} rows written, but ${seen} rows observed`)
  }
  return parts.length === 0 ? null : parts.join('; ')
}

/**
 * The input that no source of the job has read, as a clause; null if each was read, or that is not known. A job under the
 * default `ends` reads a topic whole or not at all: with several inputs, the sum tells which were not read.
 */
export function unreadInput({
  acknowledged,
  sides,
  job: { state, restarts, operators },
}: Pick<RunAccount, 'sides' | 'job'> & { readonly acknowledged: number }): string | null {
  if (state !== 'FINISHED' || restarts !== 0 || operators === null) return null
  const sources = operators.filter(({ name }) => isSource.test(name))
  const read = sources.reduce((sum, { recordsIn }) => sum + recordsIn, 0)
  const inputs = [{ name: 'the input', rows: acknowledged }, ...sides].filter(({ rows }) => rows > 0)
  if (sources.length === 0 || inputs.length === 0) return null
  const unread = subsets(inputs).find((some) => some.length > 0 && read === rowsOf(inputs) - rowsOf(some))
  if (unread === undefined) return null
  const names = unread.map(({ name }) => name).join(' and ')
  return `no source of the job read a record of ${names} (Flink counted ${read} of ${rowsOf(inputs)} rows)`
}

/**
 * The number of records that the job's source had read when the job failed in the operator (a chain) that the source is part
 * of; null for any other failure, and where the operator has several instances or the job several sources.
 */
export function readUntilFailure({ state, restarts, operators, exception }: JobAccount): number | null {
  if (state !== 'FAILED' || restarts !== 0 || operators === null || exception === null) return null
  const [source, ...others] = operators.filter(({ name }) => isSource.test(name))
  const isWhere = source?.name === exception.operator && source.parallelism === 1
  return isWhere && others.length === 0 ? source.recordsIn : null
}

type Stream = Pick<SideAccount, 'name' | 'rows'>

const rowsOf = (streams: readonly Stream[]): number => streams.reduce((sum, { rows }) => sum + rows, 0)

/** Every choice of some of them, the smaller choices first. */
function subsets(streams: readonly Stream[]): readonly (readonly Stream[])[] {
  const all: (readonly Stream[])[] = [[]]
  for (const one of streams) all.push(...all.map((some) => [...some, one]))
  return all.toSorted((some, others) => some.length - others.length)
}
