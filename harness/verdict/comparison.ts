/** The account of every row: what was expected, what was observed, and how the two pair up. */
import type { ExpectedRow } from '../scenario/reference/reading.ts'

/** A record read from an output topic, or a row of another sink. A value that does not decode is kept raw, with the reason. */
export interface ObservedRow {
  /** Of a sink that has none, the number of its subtask, from 0. */
  readonly partition: number
  /** The record's offset in its partition; the number of the row in its subtask, from 0. */
  readonly offset: bigint
  /**
   * When the broker appended it to a run's output topic, in milliseconds since 1970; one time for all of a batch. Null for
   * a row of another sink.
   */
  readonly timestampMs: number | null
  readonly value: { readonly decoded: unknown } | { readonly raw: Uint8Array | null; readonly problem: string }
}

/**
 * How many rows fell into each class. Two sums always hold:
 * `expected = matched + differing + lost` and `observed = matched + differing + unexpected + duplicated`.
 */
export interface RowCounts {
  readonly expected: number
  readonly observed: number
  /** Equal values. */
  readonly matched: number
  /** Paired, by identity or by position, but with another value. */
  readonly differing: number
  /** Expected, never seen. */
  readonly lost: number
  /** Seen, never expected; values that do not decode are among them. */
  readonly unexpected: number
  /** An equal value seen more often than expected. */
  readonly duplicated: number
  /** The matched rows that would have to move to bring the others into the expected order. */
  readonly misordered: number
}

/** The counts of rows, and before them how many input rows were sent and acknowledged. */
export interface Counts extends RowCounts {
  readonly sent: number
  readonly acknowledged: number
}

/** By which rule changes were taken for the table that they leave, and how many of them there were. */
export interface ChangesAccount {
  readonly rule: 'upsert' | 'retract'
  readonly records: number
}

export type Verdict = 'pass' | 'fail' | 'unknown'

/** Whether an output row may come more than once. */
export type Delivery = 'exactly-once' | 'at-least-once'

/**
 * Among which rows of a partition there is an order, that of the input: among all; among those that the scenario's `order`
 * gives the same value; among none.
 */
export type OrderRule = 'input' | 'groups' | 'any'

/** One field in which two rows differ; `undefined` stands for a field that is missing. */
export interface FieldDifference {
  /** Where in the row: `precipitation`, `wind.speed`, `tags[2]`; empty when the row is no object. */
  readonly path: string
  readonly expected: unknown
  readonly observed: unknown
}

/** A row that is not simply matched in its place, with everything known about it. */
export type Finding<Out = unknown> =
  | {
      readonly class: 'differing'
      readonly expected: ExpectedRow<Out>
      readonly observed: ObservedRow
      /** What made the two a pair: the same identity, or only the same position among the rows left over. */
      readonly pairedBy: 'identity' | 'position'
      readonly fields: readonly FieldDifference[]
    }
  | { readonly class: 'lost'; readonly expected: ExpectedRow<Out> }
  | { readonly class: 'unexpected'; readonly observed: ObservedRow }
  | { readonly class: 'duplicated'; readonly expected: ExpectedRow<Out>; readonly observed: ObservedRow }
  | {
      readonly class: 'misordered'
      readonly expected: ExpectedRow<Out>
      readonly observed: ObservedRow
      /** A row in its place that shows the wrong order: this one was seen before or after it, and should not have been. */
      readonly seen: 'before' | 'after'
      readonly other: ExpectedRow<Out>
    }

/** Rows that several tolerances leave too many ways to pair. */
export interface UndecidedRows {
  /** Pairs of equal rows that there may be, beyond those that were found. */
  readonly pairs: number
  readonly rows: number
  /** The fields with a tolerance; the first has the most different values. */
  readonly fields: readonly string[]
}

/** What comparing found. */
export interface Comparison<Out = unknown> {
  /** Of rows that are changes: how they were judged. The counts are then those of the tables. */
  readonly changes?: ChangesAccount
  readonly counts: RowCounts
  /** Every row that is not simply matched: differing, lost, unexpected, duplicated, misordered, in this order. */
  readonly findings: readonly Finding<Out>[]
  readonly delivery: Delivery
  readonly order: {
    readonly rule: OrderRule
    /** Output partitions in which rows were seen; order is judged within each of them. */
    readonly partitions: number
    /** Matched rows whose order could not be judged: equal rows that lie in several partitions. */
    readonly notJudged: number
  }
  /** Rows that the sentinel should give, and how many of them arrived with the right value. */
  readonly sentinels: { readonly expected: number; readonly matched: number }
  /** Set if it is open which rows belong together: some that count as lost and as unexpected, duplicated or differing may be equal. */
  readonly undecided?: UndecidedRows
}
