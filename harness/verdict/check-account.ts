/** Everything that is known of a check when it ends: many generated streams, and the smallest that fails if one does. */
import type { Sink } from '../scenario/sink.ts'
import type { Comparison, Verdict } from './comparison.ts'
import type { JobException, Versions } from './run-account.ts'

/** What was generated: a check whose inputs touch nothing must not look as if it had tested something. */
export interface CheckStatistics {
  /** Cases by their number of rows, the smallest group first: `['6 to 10', 61]`. */
  readonly sizes: readonly (readonly [rows: string, cases: number])[]
  /** Generated rows of which the reference keeps something. */
  readonly keptRows: number
  /** Of the edges that a check declares, how many rows were on each. */
  readonly edges: readonly (readonly [name: string, rows: number])[]
  /** Of the edge values that derived columns have, how many came; null where the row is the check's own. */
  readonly edgeValues: { readonly hit: number; readonly of: number } | null
}

/** Where a counterexample comes from. */
export type CounterexampleSource = 'generated' | 'regression' | 'sentinel' | 'empty stream'

/** A stream of rows that the job does not treat as the reference says. */
export interface Counterexample<Row = unknown, Out = unknown> {
  readonly rows: readonly Row[]
  readonly source: CounterexampleSource
  /** False when the search for a smaller one was ended before it had tried everything. */
  readonly isSmallest: boolean
  /** Rows of the case that was found, before it was made smaller. */
  readonly foundRows: number
  /** Of the last run of these rows, alone; null if it did not come to comparing. */
  readonly comparison: Comparison<Out> | null
}

export interface CheckAccount<Row = unknown, Out = unknown> {
  readonly scenario: string
  /** Where the job writes. */
  readonly sink: Sink
  /** Names the check, its topics and its evidence. */
  readonly checkId: string
  readonly startedAt: Date
  readonly verdict: Verdict
  readonly reason: string
  /** Generated cases that were judged, the one that fails included; those of the shrinking are not among them. */
  readonly cases: number
  readonly rows: number
  /** From the submission of the job on. */
  readonly elapsedMs: number
  /** From when the job had shown that it works; null if it never did. */
  readonly judgingMs: number | null
  /** Of the shrinking: how often candidates were judged together. */
  readonly rounds: number
  /** Of the shrinking: how many candidates fast-check asked for. */
  readonly predicateRuns: number
  /** How often the job had to be started anew. */
  readonly restarts: number
  /** fast-check's own; of the case that fails where there is one, else of the first case. */
  readonly seed: number
  readonly path: string | null
  readonly counterexample: Counterexample<Row, Out> | null
  /** What the job failed with, on the counterexample or on no case in particular; null when it only wrote something else. */
  readonly exception: JobException | null
  /** Flink's own words on that; undefined when there are none. */
  readonly rawExceptions?: unknown
  /** What to do about what stopped the check before its end; null where nothing did, or nothing is known. */
  readonly remedy: string | null
  /** Rows that came out after all that was expected had come. */
  readonly strays: number
  readonly statistics: CheckStatistics
  /** How cases were judged, in words. */
  readonly how: string
  /** Why not in the quick way; null where it was. */
  readonly fallback: string | null
  readonly versions: Versions
  /** The command that judges the counterexample again, or does the same check again. */
  readonly rerunCommand: string
  /** The file that keeps the counterexample, or why there is none; null where none was to be written. */
  readonly saved: { readonly path: string } | { readonly problem: string } | null
  readonly evidencePath: string
}
