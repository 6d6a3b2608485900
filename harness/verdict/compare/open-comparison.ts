/** Compares as the rows come: a pass is proven in a stream, a failure is explained from the rows concerned, read again. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Comparison, ObservedRow } from '../comparison.ts'
import type { CompareOptions } from './compare.ts'
import { toleranceOf } from './equality.ts'
import { cutOffComparison } from './streaming/cut-off.ts'
import { FirstPass } from './streaming/first-pass.ts'
import type { PlacedRow } from './streaming/pending-rows.ts'
import { explain } from './streaming/second-reading.ts'

export interface ComparisonOptions<Out> extends Pick<
  CompareOptions<Out>,
  'identity' | 'tolerance' | 'delivery' | 'order'
> {
  /** The expected rows in order, in pieces, from the first on: called once, and once more when something is wrong. */
  readonly expected: () => AsyncIterable<readonly PlacedRow<Out>[]>
  /** All observed rows again, in pieces, as `take` had them; called only when something is wrong. */
  readonly observedAgain: () => AsyncIterable<readonly ObservedRow[]>
  /** Hears of each expected row once, piece by piece and in order. */
  readonly onExpected?: (rows: readonly ExpectedRow<Out>[]) => void | Promise<void>
  /** Hears of each expected row that came as it should, when it has, and of the record's timestamp. */
  readonly onMatched?: (row: ExpectedRow<Out>, timestampMs: number | null) => void
  /** Asked of each observed row when it is taken: true if it was there before the job was stopped (default: all were). */
  readonly isInTime?: (row: ObservedRow) => boolean
  /**
   * Partitions of the input and of the output topic; 1 when not given. Where there are more, equal rows in several lanes
   * are watched for, which takes some time and 45 bytes of memory a row.
   */
  readonly inputPartitions?: number | undefined
  readonly outputPartitions?: number | undefined
  /** Whether the run ends by its sentinel: then the last row of each piece is looked for however far ahead it may be. */
  readonly awaitsSentinel?: boolean | undefined
  /** Expected rows that are read beyond the furthest match to find an observed row's partner; 10,000 when not given. */
  readonly lookAheadRows?: number | undefined
}

/** A comparison under way; its calls are made one after the other. Disposing of it ends the reading of expected rows. */
export interface OpenComparison<Out> extends AsyncDisposable {
  /** Rows that are held because their partner has not come: no others are. */
  readonly held: { readonly expected: number; readonly observed: number }
  /** Whether there is a sentinel and all that it should give has been matched. */
  readonly sentinelsSeen: boolean
  /** Expected rows that have been matched so far, if no other row has come; else null. */
  readonly matchedAlone: number | null
  /** Due rows that have been matched, of those that were there before the job was stopped; with a tolerance, at most so many. */
  readonly dueCome: number
  /** Due rows that have certainly come: with a tolerance, the copy of a row that may come twice can be near to another one. */
  readonly duePaired: number
  /**
   * Takes observed rows as they are read, in offset order within a partition.
   *
   * @throws what reading the expected rows or `onExpected` throws
   */
  take(rows: readonly ObservedRow[]): Promise<void>
  /**
   * All observed rows have been taken: the account of every row, the same that `compare` gives of whole lists.
   *
   * @throws StreamassayError `SCENARIO_INVALID` as `compare` does, and what reading either side again throws
   */
  finish(): Promise<Comparison<Out>>
  /**
   * For a run that was cut off: the account of what had come, if that holds rows without a partner; else null. Nothing is
   * taken afterwards.
   *
   * @throws as `finish` does
   */
  cutOff(): Promise<Comparison<Out> | null>
  /** For a run that ends early: reads the expected rows to their end, so that `onExpected` has heard of all. Never throws. */
  expectRest(): Promise<void>
}

/**
 * Opens a comparison.
 *
 * Of a run that passes, only rows whose partner has not come yet are held: no more than `lookAheadRows` and a piece
 * of the expected ones, more only where partitions are read unevenly. Of one that fails, what waits is held to the end, and
 * then the rows concerned: all rows that are equal to one without a partner. Where rows came out of order or a
 * tolerance was not kept, all rows are concerned, and memory grows with the run, as it does for `compare`.
 */
export function openComparison<Out>(options: ComparisonOptions<Out>): OpenComparison<Out> {
  return new Streamed(options)
}

class Streamed<Out> implements OpenComparison<Out> {
  readonly #options: ComparisonOptions<Out>
  readonly #hasTolerance: boolean
  readonly #expected: AsyncIterator<readonly PlacedRow<Out>[]>
  readonly #pass: FirstPass<Out>
  /** Rows that came once more, as far as that is known: at the end. */
  #copies = 0

  constructor(options: ComparisonOptions<Out>) {
    const { inputPartitions = 1, outputPartitions = 1, awaitsSentinel = false, lookAheadRows = 10_000 } = options
    const tolerance = toleranceOf(options.tolerance)
    this.#options = options
    this.#hasTolerance = tolerance.size > 0
    this.#expected = options.expected()[Symbol.asyncIterator]()
    this.#pass = new FirstPass({
      tolerance,
      order: options.order,
      // With a tolerance, rows that are alike may lie in different lanes of one partition.
      isOnePartition:
        inputPartitions === 1 && outputPartitions === 1 && !(this.#hasTolerance && typeof options.order === 'function'),
      looksForLast: awaitsSentinel,
      lookAheadRows,
      expected: this.#expected,
      onExpected: options.onExpected,
      onMatched: options.onMatched,
      isInTime: options.isInTime,
    })
  }

  get held(): { expected: number; observed: number } {
    return { expected: this.#pass.pending.size, observed: this.#pass.waiting.size }
  }

  get sentinelsSeen(): boolean {
    const { sentinels, hasEnded } = this.#pass
    return hasEnded && sentinels.expected > 0 && sentinels.matched === sentinels.expected
  }

  get matchedAlone(): number | null {
    const { counts, pending, waiting, undecoded } = this.#pass
    return waiting.size > 0 || undecoded > 0 ? null : counts.expected - pending.size
  }

  get dueCome(): number {
    return this.#pass.dueAtMost(this.#copies)
  }

  get duePaired(): number {
    return this.#options.delivery === 'at-least-once' ? this.#pass.due.come : this.dueCome
  }

  take(rows: readonly ObservedRow[]): Promise<void> {
    return this.#pass.take(rows)
  }

  async finish(): Promise<Comparison<Out>> {
    const pass = this.#pass
    while (await pass.read());
    const { pending, waiting, order } = pass
    const isKnown = order.isInOrder && !pass.isUnclear
    if (isKnown && pending.size === 0 && waiting.size === 0 && pass.undecoded === 0) return this.#proven()
    // Which of the rows are out of order, or within the tolerance of which, only all of them can tell.
    const isPart = isKnown && !this.#hasTolerance
    const concerned = isPart ? new Set([...pending.fingerprints(), ...waiting.fingerprints]) : null
    pending.clear()
    waiting.clear()
    const { comparison, read } = await explain({ ...this.#options, concerned })
    refuseOthers(read, pass.counts)
    this.#copies = comparison.counts.duplicated
    return concerned === null ? comparison : this.#withTheRest(comparison, concerned)
  }

  #proven(): Comparison<Out> {
    const { counts, sentinels, partitions, order } = this.#pass
    const none = { differing: 0, lost: 0, unexpected: 0, duplicated: 0, misordered: 0 }
    return {
      counts: { ...counts, matched: counts.expected, ...none },
      findings: [],
      delivery: this.#options.delivery ?? 'exactly-once',
      order: { rule: order.rule, partitions: partitions.size, notJudged: order.notJudged },
      sentinels: { ...sentinels },
    }
  }

  /** All rows but those concerned matched, and in order: they are added to the account of these. */
  #withTheRest(
    { counts, findings, order, sentinels }: Comparison<Out>,
    concerned: ReadonlySet<number>,
  ): Comparison<Out> {
    const proven = this.#proven()
    let { notJudged } = proven.order
    for (const fingerprint of concerned) notJudged -= this.#pass.order.notJudgedOf(fingerprint)
    const { expected, observed } = proven.counts
    return {
      ...proven,
      counts: { ...counts, expected, observed, matched: expected - counts.expected + counts.matched },
      findings,
      order: { ...proven.order, notJudged: notJudged + order.notJudged },
      sentinels: {
        expected: proven.sentinels.expected,
        matched: proven.sentinels.expected - sentinels.expected + sentinels.matched,
      },
    }
  }

  async cutOff(): Promise<Comparison<Out> | null> {
    // Within a tolerance, others could be the pairs.
    return this.#hasTolerance ? null : cutOffComparison(this.#pass, this.#options)
  }

  async expectRest(): Promise<void> {
    try {
      do this.#pass.pending.clear()
      while (await this.#pass.read())
    } catch {
      // The run has ended for another reason, which is the one to be told.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#expected.return?.()
  }
}

interface RowsRead {
  readonly expected: number
  readonly observed: number
}

/** An account put together from two readings of different rows would be no account. */
function refuseOthers(second: RowsRead, first: RowsRead): void {
  if (second.expected === first.expected && second.observed === first.observed) return
  const said = ({ expected, observed }: RowsRead): string => `${expected} expected and ${observed} observed rows`
  throw new Error(`the second reading gave ${said(second)}, the first ${said(first)}`)
}
