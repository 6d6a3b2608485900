/** What judges cases, whichever way the job can be run: all of them in one running job, or in jobs that end. */
import type { Comparison, ObservedRow } from '../../verdict/comparison.ts'
import type { JobException } from '../../verdict/run-account.ts'
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Case } from '../cases/case.ts'

/** A job that came to an end while it should not, or that said nothing any more. */
export interface JobFailure {
  /** In words: how it ended. */
  readonly how: string
  readonly exception: JobException | null
  /** Flink's own words. */
  readonly rawExceptions?: unknown
  /** True if it wrote far more rows than were expected: that is its own doing wherever it runs. */
  readonly isEndless?: true
  /** Records that the job's source had read when the job failed in it; null or missing where that is not known. */
  readonly readRecords?: number | null
}

/** What is known of a case once it has been judged. */
export type CaseOutcome =
  | { readonly standing: 'pass' }
  /** Its rows did not come as expected; `observed` is what came instead, where that could be told apart. */
  | { readonly standing: 'fail'; readonly observed: readonly ObservedRow[] | null }
  /** Its place among what came out is in doubt: nothing is known of it. */
  | { readonly standing: 'unclear' }
  /** The job ended on it. */
  | { readonly standing: 'crash'; readonly failure: JobFailure }

/** A way to judge cases; disposing of it ends its job. */
export interface CaseJudge<Row, Out> extends AsyncDisposable {
  /** Cases that are judged together, at most. */
  readonly width: number
  /** How often a job had to be started anew. */
  readonly restarts: number
  /** How a job ended of its own accord though no case makes it do so; null when none did. */
  readonly unexplained: JobFailure | null
  /**
   * Judges cases in their order, up to the first that does not pass where it cannot go on behind that one. With several of
   * them a `fail` is a suspicion, which is confirmed by judging that case alone. The first is never `unclear`.
   */
  judge(cases: readonly Case<Row>[]): Promise<readonly CaseOutcome[]>
  /** Judges one case by itself, with the account of its rows. */
  alone(rows: Case<Row>): Promise<LoneRun<Out>>
  /** Ends the job, and gives what it wrote that nobody had expected of any case. */
  finish(): Promise<readonly ObservedRow[]>
}

/** A case that was run by itself, in a job of its own, with the account of its rows. */
export interface LoneRun<Out> {
  readonly passes: boolean
  /** One sentence (no full stop) on what is wrong; null when nothing is. */
  readonly reason: string | null
  readonly comparison: Comparison<Out> | null
  readonly expected: readonly ExpectedRow<Out>[]
  readonly observed: readonly ObservedRow[]
  readonly failure: JobFailure | null
}
