/** A batch: many cases in one stream, each followed by a sentinel, and what the rows that come out say of each of them. */
import { messageOf, StreamassayError } from '../../errors.ts'
import { type ExpectedRow, expectedRows, type Reading } from '../../scenario/reference/reading.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { thrownAt } from '../../scenario/fault/thrown-at.ts'
import { differences } from '../../verdict/compare/differences.ts'
import { canonicalText, isEqual, type Tolerance, toleranceOf } from '../../verdict/compare/equality.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import { visibleText } from '../../verdict/report/value-text.ts'
import type { Sentinel } from '../arbitrary/sentinels.ts'
import type { Case } from '../cases/case.ts'

/** What the reference expects of one case; lines are counted from 1 within the case. */
export interface ExpectedCase<Row, Out> {
  readonly rows: Case<Row>
  readonly expected: readonly ExpectedRow<Out>[]
  /** So many of the expected rows, the first ones, are due before the case ends: windows that the end closes are not. */
  readonly dueRows: number
  /** True if what comes of one of its rows depends on how far the job's watermark has come by then. */
  readonly hasLateRow: boolean
}

/** A case, and the sentinel after it. */
export interface Segment<Row, Out> extends ExpectedCase<Row, Out> {
  readonly sentinel: Sentinel<Row>
}

/**
 * What the reference expects of a case.
 *
 * @throws StreamassayError `REFERENCE_FAILED` with the row
 */
export function expectCase<Row, Out>(
  { reference }: Pick<Scenario<Row, Out>, 'reference'>,
  rows: Case<Row>,
): ExpectedCase<Row, Out> {
  const reading = reference.open()
  let hasLateRow = false
  const expected = rows.flatMap((row, at) => {
    const ofRow = expectRow(reading, row, at + 1)
    hasLateRow ||= reading.lateBehindMs !== null
    return ofRow
  })
  return {
    rows,
    expected: [...expected, ...expectedRows(reading, 'end')],
    dueRows: expected.length,
    hasLateRow,
  }
}

function expectRow<Row, Out>(reading: Reading<Row, Out>, row: Row, line: number): ExpectedRow<Out>[] {
  try {
    return reading.take(row, line)
  } catch (error) {
    throw new StreamassayError(
      'REFERENCE_FAILED',
      `${messageOf(error)}, on a generated row: ${visibleText(row)}${thrownAt(error)}`,
      {
        remedy:
          'Let the reference accept every row that its columns allow, or give the check a `row` that generates no such rows.',
        cause: error,
      },
    )
  }
}

/**
 * Lays cases out in a batch: each is given a sentinel of its own, whose output none of them expects. There may be fewer
 * sentinels than cases: then the batch has the first cases alone.
 *
 * @throws StreamassayError `REFERENCE_FAILED`; `SCENARIO_INVALID` when no sentinel's output is free
 */
export function layOut<Row, Out>(
  scenario: Pick<Scenario<Row, Out>, 'name' | 'reference'>,
  cases: readonly Case<Row>[],
  sentinels: readonly Sentinel<Row>[],
): Segment<Row, Out>[] {
  const expected = cases.slice(0, sentinels.length).map((rows) => expectCase(scenario, rows))
  // Where the cases together expect every sentinel's output, half of them may not.
  for (let count = expected.length; count > 0; count = Math.floor(count / 2)) {
    const some = expected.slice(0, count)
    const taken = new Set(some.flatMap((one) => one.expected.map(({ out }) => canonicalText(out))))
    const free = sentinels.filter(({ text }) => !taken.has(text))
    if (free.length > 0) return free.slice(0, count).map((sentinel, at) => segmentOf(some, at, sentinel))
  }
  throw noSentinel(scenario.name)
}

function segmentOf<Row, Out>(
  cases: readonly ExpectedCase<Row, Out>[],
  at: number,
  sentinel: Sentinel<Row>,
): Segment<Row, Out> {
  const { rows = [], expected = [], dueRows = 0, hasLateRow = false } = cases[at] ?? {}
  return { rows, expected, dueRows, hasLateRow, sentinel }
}

const noSentinel = (name: string): StreamassayError =>
  new StreamassayError('SCENARIO_INVALID', `scenario ${name}: no row is left to mark the end of a case`, {
    remedy: 'Set smaller cases (`maxRows`), or give each case its own job (`batch: 1`).',
  })

/** The rows of a batch in the order in which they are sent. */
export const rowsOf = <Row>(segments: readonly Segment<Row, unknown>[]): Row[] =>
  segments.flatMap(({ rows, sentinel }) => [...rows, sentinel.row])

/**
 * What is known of a case of a batch: its rows came as expected; they did not, as far as its place is known; or its place
 * is in doubt, because a wrong row looks like a sentinel or a sentinel is missing.
 */
export type Standing = 'pass' | 'suspect' | 'unclear'

/** Takes the rows of a batch as they come, tells when all of them must have come, and what they say of each case. */
export class BatchReading<Row, Out> {
  readonly #segments: readonly Segment<Row, Out>[]
  readonly #tolerance: Tolerance
  /** All that is expected, sentinels included. */
  readonly #expected: readonly unknown[]
  readonly #observed: ObservedRow[] = []
  #isAsExpected = true
  #hasLast = false

  constructor(segments: readonly Segment<Row, Out>[], tolerance: Scenario<Row, Out>['tolerance']) {
    this.#segments = segments
    this.#tolerance = toleranceOf(tolerance)
    this.#expected = segments.flatMap(({ expected, sentinel }) => [...expected.map(({ out }) => out), sentinel.out])
  }

  /** Rows that are expected, sentinels included. */
  get expectedRows(): number {
    return this.#expected.length
  }

  get observed(): readonly ObservedRow[] {
    return this.#observed
  }

  /** Whether the last sentinel is back, and with it, where order is kept, everything that was sent before it. */
  get isComplete(): boolean {
    return this.#isAsExpected ? this.#observed.length >= this.#expected.length : this.#hasLast
  }

  take(row: ObservedRow): void {
    if (this.#isAsExpected && !this.#isEqual(this.#expected[this.#observed.length], row)) this.#isAsExpected = false
    this.#observed.push(row)
    const last = this.#segments.at(-1)
    this.#hasLast =
      !this.#isAsExpected && (this.#hasLast || (last !== undefined && this.#isEqual(last.sentinel.out, row)))
  }

  /** What is known of each case, in their order. With anything amiss it only names suspects. */
  standings(): Standing[] {
    if (this.#isAsExpected && this.isComplete) return this.#segments.map(() => 'pass')
    const isClear = this.#isClear()
    let before: Standing = 'pass'
    return this.#segments.map((_, at) => {
      // Behind a case that passes the place of the next one is known, whatever else came.
      const amiss: Standing = isClear || before === 'pass' ? 'suspect' : 'unclear'
      before = this.#isSeenAsExpected(at) ? 'pass' : amiss
      return before
    })
  }

  /** The rows between the sentinel before a case and its own; null where one of them is not to be found. */
  rowsOfCase(at: number): readonly ObservedRow[] | null {
    const [begin, end] = [at === 0 ? -1 : this.#marks()[at - 1], this.#marks()[at]]
    return begin === undefined || end === undefined || (at > 0 && begin < 0) || end < 0
      ? null
      : this.#observed.slice(begin + 1, end)
  }

  /** Whether each sentinel was seen once, and so every case has its place. */
  #isClear(): boolean {
    return this.#segments.every(({ sentinel }) => {
      let seen = 0
      for (const row of this.#observed) seen += this.#isEqual(sentinel.out, row) ? 1 : 0
      return seen === 1
    })
  }

  #isSeenAsExpected(at: number): boolean {
    const rows = this.rowsOfCase(at)
    const expected = this.#segments[at]?.expected
    if (rows === null || rows.length !== expected?.length) return false
    return rows.every((row, place) => this.#isEqual(expected[place]?.out, row))
  }

  /** Where each sentinel was seen among the observed rows, looked for behind the one before; -1 for one that was not. */
  #marks(): readonly number[] {
    if (this.#marked?.seen === this.#observed.length) return this.#marked.marks
    let from = 0
    const marks = this.#segments.map(({ sentinel }) => {
      for (let at = from; at < this.#observed.length; at += 1) {
        const row = this.#observed[at]
        if (row === undefined || !this.#isEqual(sentinel.out, row)) continue
        from = at + 1
        return at
      }
      return -1
    })
    this.#marked = { seen: this.#observed.length, marks }
    return marks
  }

  #marked: { readonly seen: number; readonly marks: readonly number[] } | undefined

  #isEqual(expected: unknown, row: ObservedRow): boolean {
    return isSameRow(expected, row, this.#tolerance)
  }
}

/** Whether a row is the one that is expected, within the tolerance. */
export function isSameRow(expected: unknown, { value }: ObservedRow, tolerance: Tolerance): boolean {
  if (!('decoded' in value)) return false
  if (isEqual(expected, value.decoded)) return true
  return tolerance.size > 0 && differences(expected, value.decoded, tolerance).length === 0
}
