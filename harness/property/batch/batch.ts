/** A batch: many cases in one stream, each followed by a sentinel, and what the rows that come out say of each of them. */
import { StreamassayError } from '../../errors.ts'
import { type ExpectedRow, expectedRows } from '../../scenario/pipeline.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { differences } from '../../verdict/compare/differences.ts'
import { canonicalText, isEqual, type Tolerance, toleranceOf } from '../../verdict/compare/equality.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import type { Sentinel } from '../arbitrary/sentinels.ts'
import type { Case } from '../cases/case.ts'

/** What the reference expects of one case; lines are counted from 1 within the case. */
export interface ExpectedCase<Row, Out> {
  readonly rows: Case<Row>
  readonly expected: readonly ExpectedRow<Out>[]
}

/** A case, and the sentinel after it. */
export interface Segment<Row, Out> extends ExpectedCase<Row, Out> {
  readonly sentinel: Sentinel<Row>
}

/**
 * What the reference expects of a case.
 *
 * @throws StreamassayError `REFERENCE_FAILED` with the row, as JSON cannot always show it, by its place in the case
 */
export function expectCase<Row, Out>(
  { reference }: Pick<Scenario<Row, Out>, 'reference'>,
  rows: Case<Row>,
): ExpectedCase<Row, Out> {
  return { rows, expected: rows.flatMap((row, at) => expectedRows(reference, { row, line: at + 1 })) }
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
  const taken = new Set(expected.flatMap((one) => one.expected.map(({ out }) => canonicalText(out))))
  const free = sentinels.filter(({ text }) => !taken.has(text))
  if (free.length === 0 && cases.length > 0) throw noSentinel(scenario.name, cases.length)
  return free.slice(0, expected.length).map((sentinel, at) => segmentOf(expected, at, sentinel))
}

function segmentOf<Row, Out>(
  cases: readonly ExpectedCase<Row, Out>[],
  at: number,
  sentinel: Sentinel<Row>,
): Segment<Row, Out> {
  return { rows: cases[at]?.rows ?? [], expected: cases[at]?.expected ?? [], sentinel }
}

const noSentinel = (name: string, cases: number): StreamassayError =>
  new StreamassayError(
    'SCENARIO_INVALID',
    `scenario ${name}: every sentinel's output is one that ${cases} cases expect`,
    {
      remedy: 'Give the check fewer cases at a time (`batch`), or rows that leave room for a sentinel that differs.',
    },
  )

/** The rows of a batch in the order in which they are sent. */
export const rowsOf = <Row>(segments: readonly Segment<Row, unknown>[]): Row[] =>
  segments.flatMap(({ rows, sentinel }) => [...rows, sentinel.row])

/** What is known of a case of a batch: its rows came as expected, they did not, or it cannot be told where they are. */
export type Standing = 'pass' | 'suspect'

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
    return this.#segments.map((_, at) => (this.#isSeenAsExpected(at) ? 'pass' : 'suspect'))
  }

  /** The rows between the sentinel before a case and its own; null where one of them is not to be found. */
  rowsOfCase(at: number): readonly ObservedRow[] | null {
    const [begin, end] = [at === 0 ? -1 : this.#marks()[at - 1], this.#marks()[at]]
    return begin === undefined || end === undefined || (at > 0 && begin < 0) || end < 0
      ? null
      : this.#observed.slice(begin + 1, end)
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

  #isEqual(expected: unknown, { value }: ObservedRow): boolean {
    if (!('decoded' in value)) return false
    if (isEqual(expected, value.decoded)) return true
    return this.#tolerance.size > 0 && differences(expected, value.decoded, this.#tolerance).length === 0
  }
}
