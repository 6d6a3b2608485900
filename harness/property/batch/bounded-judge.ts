/** Judges cases in jobs that end: slower by far, but it asks nothing of the job. Many cases ride in one job while they pass. */
import type { ObservedRow } from '../../verdict/comparison.ts'
import type { Case } from '../cases/case.ts'
import type { CaseJudge, CaseOutcome, JobFailure, LoneRun } from './case-judge.ts'

/** Runs rows in a job of their own; its name tells it from the others. */
export type RunRows<Row, Out> = (rows: Case<Row>, name: string) => Promise<LoneRun<Out>>

export class BoundedJudge<Row, Out> implements CaseJudge<Row, Out> {
  readonly width: number
  /** Every job is a new one. */
  readonly restarts = 0
  unexplained: JobFailure | null = null
  readonly #run: RunRows<Row, Out>
  readonly #name: string
  #runs = 0

  /** @param width cases in one job at most; rows of one may influence those of others where a job keeps state: then 1 */
  constructor(run: RunRows<Row, Out>, name: string, width: number) {
    this.#run = run
    this.#name = name
    this.width = width
  }

  /**
   * All together; when they do not pass, the first half and then the second, down to the first case that fails. Those
   * behind it are not judged.
   */
  async judge(cases: readonly Case<Row>[]): Promise<readonly CaseOutcome[]> {
    const outcome = await this.#together(cases)
    if (outcome.standing === 'pass') return cases.map(() => outcome)
    if (cases.length === 1) return [outcome]
    const middle = Math.ceil(cases.length / 2)
    const first = await this.judge(cases.slice(0, middle))
    if (first.some(({ standing }) => standing !== 'pass')) return first
    const both = [...first, ...(await this.judge(cases.slice(middle)))]
    // Together they failed, and in two halves they do not: that must not be forgotten.
    if (both.every(({ standing }) => standing === 'pass')) this.unexplained = failureOf(outcome, cases.length)
    return both
  }

  alone(rows: Case<Row>): Promise<LoneRun<Out>> {
    this.#runs += 1
    return this.#run(rows, `${this.#name}-${this.#runs}`)
  }

  async #together(cases: readonly Case<Row>[]): Promise<CaseOutcome> {
    const { passes, failure, observed } = await this.alone(cases.flat())
    if (failure !== null) return { standing: 'crash', failure }
    return passes ? { standing: 'pass' } : { standing: 'fail', observed }
  }

  async finish(): Promise<readonly ObservedRow[]> {
    return []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Its jobs have ended.
  }
}

function failureOf(outcome: CaseOutcome, cases: number): JobFailure {
  if (outcome.standing === 'crash') return outcome.failure
  return { how: `${cases} cases in one job do not match the reference`, exception: null }
}
