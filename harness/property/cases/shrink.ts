/**
 * Shrinking in rounds: fast-check walks its own shrink trees, and what it is most likely to ask for is judged together.
 *
 * fast-check asks for one candidate after the other. When it asks for one whose answer is not known, that one is judged
 * and with it those that it may ask for next. The walk, and so the counterexample and its path, are those of a search that
 * judges one by one; only most of its questions are answered already when they are asked.
 */
import * as fc from 'fast-check'

import { StreamassayError } from '../../errors.ts'

import { Candidate, likelyNext } from './candidates.ts'
import { type Case, type CasePlace, propertyOf } from './case.ts'

export interface ShrinkOptions<Row> {
  /** The case that fails, by its place. */
  readonly place: CasePlace
  /**
   * Judges cases in their order, and tells of each whether it fails, or undefined where it cannot tell. It may stop after
   * any of them; of the first it must tell.
   */
  readonly judge: (cases: readonly Case<Row>[]) => Promise<readonly (boolean | undefined)[]>
  /** Candidates of a round at most; asked before each. */
  readonly width: () => number
  /** Whether to be content with what has been found; asked before each round. */
  readonly isOver: (soFar: ShrinkSteps) => boolean
  /** Told of each case that fails on the way, the smaller the later. */
  readonly onSmaller?: (smaller: ShrinkSteps & { readonly rows: Case<Row> }) => void
}

export interface ShrinkSteps {
  /** Times that candidates were judged together. */
  readonly rounds: number
  /** Candidates that fast-check asked for: what a search that judges one by one would judge. */
  readonly predicateRuns: number
}

/** The smallest failing case that was found. */
export interface Shrunk<Row> extends ShrinkSteps {
  readonly rows: Case<Row>
  readonly place: CasePlace
  /** False when the search was ended before it had tried everything. */
  readonly isSmallest: boolean
}

/**
 * Shrinks the case at a place, which is known to fail.
 *
 * @throws what `judge` throws
 */
export async function shrink<Row>(cases: fc.Arbitrary<Row[]>, options: ShrinkOptions<Row>): Promise<Shrunk<Row>> {
  const search = new Search(cases, options)
  const { seed, path } = options.place
  const details = await fc.check(search.property(), { seed, path, numRuns: 1, endOnFailure: false })
  if (search.problem !== undefined) throw search.problem.error
  const rows = details.counterexample?.[0]
  if (rows === undefined || details.counterexamplePath === null)
    throw new Error(`there is no case at ${path} of ${seed}`)
  return {
    rows,
    place: { seed, path: details.counterexamplePath },
    isSmallest: !details.interrupted,
    rounds: search.rounds,
    predicateRuns: search.predicateRuns,
  }
}

class Search<Row> {
  rounds = 0
  predicateRuns = 0
  /** What a judge has thrown: fast-check would take it for one more failure. */
  problem: { readonly error: unknown } | undefined
  readonly #options: ShrinkOptions<Row>
  readonly #shrinkable: fc.IRawProperty<[Row[]], true>
  readonly #byRows = new Map<Case<Row>, Candidate<Row>>()
  #asked = { all: 0, failing: 0 }
  #isBegun = false

  constructor(cases: fc.Arbitrary<Row[]>, options: ShrinkOptions<Row>) {
    this.#options = options
    this.#shrinkable = propertyOf(cases, (rows) => this.#answer(rows))
  }

  property(): fc.IRawProperty<[Row[]], true> {
    return { ...this.#shrinkable, shrink: (value) => this.#shrinks(value) }
  }

  /** fast-check asks for these when the value has failed, which it knows of the first one only now. */
  #shrinks(value: fc.Value<[Row[]]>): fc.Stream<fc.Value<[Row[]]>> {
    const rows = value.value[0]
    const candidate = this.#byRows.get(rows) ?? new Candidate(this.#shrinkable, value)
    const seen = this.#byRows
    return fc.stream(
      (function* children() {
        for (let place = 0; ; place += 1) {
          const child = candidate.children.at(place)
          if (child === null) return
          seen.set(child.rows, child)
          yield child.value
        }
      })(),
    )
  }

  async #answer(rows: Case<Row>): ReturnType<fc.IRawProperty<[Row[]], true>['run']> {
    const candidate = this.#byRows.get(rows)
    if (candidate === undefined) {
      // The first one: that it fails is why it is shrunk.
      this.#isBegun = this.#isBegun ? refuseCloneable() : true
      return failure
    }
    this.predicateRuns += 1
    if (candidate.fails === undefined) {
      if (this.#options.isOver(this)) return enough
      try {
        await this.#round(candidate)
      } catch (error) {
        this.problem = { error }
        return enough
      }
    }
    this.#asked.all += 1
    if (!candidate.fails) return null
    this.#asked.failing += 1
    this.#options.onSmaller?.({ rows, rounds: this.rounds, predicateRuns: this.predicateRuns })
    return failure
  }

  async #round(first: Candidate<Row>): Promise<void> {
    // As if one of four had been asked before: one failure does not make all of them likely.
    const failing = (this.#asked.failing + 1) / (this.#asked.all + 4)
    const chosen = likelyNext(first, this.#options.width(), failing)
    this.rounds += 1
    const answers = await this.#options.judge(chosen.map(({ rows }) => rows))
    for (const [place, fails] of answers.entries()) {
      const candidate = chosen[place]
      if (candidate !== undefined) candidate.fails = fails
    }
    if (first.fails === undefined) throw new Error('a round ended without a word on its first candidate')
  }
}

/** fast-check hands out copies of values that have a clone method: they cannot be told from one another. */
function refuseCloneable(): never {
  throw new StreamassayError('SCENARIO_INVALID', 'the rows of this check have a fast-check clone method', {
    remedy: 'Build `row` from plain values: no fc.context(), no values with fc.cloneMethod.',
  })
}

const failure = { error: new Error('the job does not do what the reference says') }
/** Ends fast-check's search at once. */
const enough = new fc.PreconditionFailure(true)
