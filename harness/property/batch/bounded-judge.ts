/** Judges cases in jobs that end: slower by far, but it asks nothing of the job. Many cases ride in one job while they pass. */
import type { ObservedRow } from '../../verdict/comparison.ts'
import type { PreparedJob } from '../../run/job/submit-scenario.ts'
import type { Case } from '../cases/case.ts'
import { type BoundedRunPlan, runBounded } from './bounded-run.ts'
import type { CaseJudge, CaseOutcome, LoneRun } from './case-judge.ts'

export class BoundedJudge<Row, Out> implements CaseJudge<Row, Out> {
  readonly width: number
  /** Every job is a new one. */
  readonly restarts = 0
  readonly unexplained = null
  readonly #prepared: PreparedJob<Row, Out>
  readonly #plan: BoundedRunPlan
  #runs = 0

  /** @param width cases in one job at most; rows of one may influence those of others where a job keeps state: then 1 */
  constructor(prepared: PreparedJob<Row, Out>, plan: BoundedRunPlan, width: number) {
    this.#prepared = prepared
    this.#plan = plan
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
    return [...first, ...(await this.judge(cases.slice(middle)))]
  }

  alone(rows: Case<Row>): Promise<LoneRun<Out>> {
    this.#runs += 1
    return runBounded(this.#prepared, rows, { ...this.#plan, name: `${this.#plan.name}-${this.#runs}` })
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
