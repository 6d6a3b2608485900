/** Judges cases in one running job: hundreds of them together, parted by sentinels; alone once the job has ended on one. */
import { StreamassayError } from '../../errors.ts'
import type { PreparedJob } from '../../run/job/submit-scenario.ts'
import { canonicalText } from '../../verdict/compare/equality.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import { endlessText, mostRowsOf } from '../../verdict/output/most-rows.ts'
import type { Sentinel } from '../arbitrary/sentinels.ts'
import type { Case } from '../cases/case.ts'
import { BatchReading, expectCase, layOut, rowsOf, type Segment } from './batch.ts'
import { compareRows } from './bounded-run.ts'
import type { CaseJudge, CaseOutcome, JobFailure, LoneRun } from './case-judge.ts'
import { type LiveJobPlan, startLiveJob } from './live-job.ts'
import type { ExchangeEnd, LiveJob, Silence } from './running-job.ts'

export interface LiveJudgePlan<Row, Out> {
  readonly prepared: PreparedJob<Row, Out>
  /** The job that runs already; null where one is to be started. */
  readonly job: LiveJob<Row> | null
  readonly sentinels: readonly Sentinel<Row>[]
  readonly width: number
  readonly silence: Silence
  /** Of a job that has just been submitted. */
  readonly firstSilence: Silence
  /** Of the jobs that are started when one has ended; each is named after it and its number. */
  readonly next: LiveJobPlan
}

interface Exchanged<Row, Out> {
  readonly reading: BatchReading<Row, Out>
  readonly outcomes: readonly CaseOutcome[]
  /** How the job ended; null when it did not. */
  readonly failure: JobFailure | null
}

const pass: CaseOutcome = { standing: 'pass' }
const unclear: CaseOutcome = { standing: 'unclear' }

export class LiveJudge<Row, Out> implements CaseJudge<Row, Out> {
  restarts = 0
  unexplained: JobFailure | null = null
  readonly #plan: LiveJudgePlan<Row, Out>
  #job: LiveJob<Row> | null
  /** Set when the job has ended among cases: until it is known on which, and from then on, cases go one at a time. */
  #isAlone = false
  #isDisposed = false
  readonly #strays: ObservedRow[] = []

  constructor(plan: LiveJudgePlan<Row, Out>) {
    this.#plan = plan
    this.#job = plan.job
  }

  get width(): number {
    return this.#isAlone ? 1 : this.#plan.width
  }

  async judge(cases: readonly Case<Row>[]): Promise<readonly CaseOutcome[]> {
    if (this.#isAlone) return this.#oneByOne(cases)
    const { outcomes, failure } = await this.#exchange(cases)
    if (failure === null) return outcomes
    // Those whose sentinel came back have passed. One of the rest is at fault, if any is.
    this.#isAlone = true
    const cleared = outcomes.slice(
      0,
      Math.max(
        0,
        outcomes.findIndex(({ standing }) => standing !== 'pass'),
      ),
    )
    const rest = await this.#oneByOne(cases.slice(cleared.length))
    if (rest.every(({ standing }) => standing === 'pass')) {
      this.unexplained = failure
      this.#isAlone = false
    }
    return [...cleared, ...rest]
  }

  /** Each behind the sentinel of the one before, up to the first that does not pass. */
  async #oneByOne(cases: readonly Case<Row>[]): Promise<readonly CaseOutcome[]> {
    const outcomes: CaseOutcome[] = []
    for (const one of cases) {
      const { outcomes: judged, failure } = await this.#exchange([one])
      const outcome: CaseOutcome = failure === null ? (judged[0] ?? unclear) : { standing: 'crash', failure }
      outcomes.push(outcome)
      if (outcome.standing !== 'pass') break
    }
    return outcomes
  }

  async alone(rows: Case<Row>): Promise<LoneRun<Out>> {
    const { reading, failure } = await this.#exchange([rows])
    const { prepared } = this.#plan
    const { expected } = expectCase(prepared.scenario, rows)
    const observed = reading.rowsOfCase(0) ?? reading.observed
    const comparison = compareRows(prepared, expected, observed, true)
    const passes = failure === null && reading.standings().every((standing) => standing === 'pass')
    const reason = passes ? null : (failure?.how ?? 'the rows do not match the reference')
    return { passes, reason, comparison, expected, observed, failure }
  }

  /** @returns what the rows say of each case, and how the job ended, if it did */
  async #exchange(cases: readonly Case<Row>[]): Promise<Exchanged<Row, Out>> {
    const { prepared, sentinels, silence, firstSilence } = this.#plan
    const { scenario } = prepared
    if (this.#isDisposed)
      throw new StreamassayError('STACK_FAILED', 'the check has ended', { remedy: 'Start another check.' })
    const isFirst = this.#job === null
    this.#job ??= await this.#startAnew()
    this.#strays.push(...this.#job.strays())
    const segments: Segment<Row, Out>[] = layOut(scenario, cases, sentinels)
    const reading = new BatchReading(segments, scenario.tolerance)
    const waits = isFirst ? firstSilence : silence
    const end = await this.#job.exchange(
      rowsOf(segments),
      (row) => {
        reading.take(row)
        return reading.isComplete
      },
      { silence: waits, mostRows: mostRowsOf(reading.expectedRows) },
    )
    const outcomes = reading.standings().map((standing, at): CaseOutcome => {
      if (standing === 'suspect') return { standing: 'fail', observed: reading.rowsOfCase(at) }
      return standing === 'pass' ? pass : unclear
    })
    if (end === 'complete') {
      if (outcomes.some(({ standing }) => standing !== 'pass')) await this.#catchUp(this.#job, segments)
      return { reading, outcomes, failure: null }
    }
    await this.#giveUp()
    return { reading, outcomes, failure: failureOf(end, reading, waits) }
  }

  /** A wrong row may look like the last sentinel: what comes until another one is back belongs to what has been judged. */
  async #catchUp(job: LiveJob<Row>, segments: readonly Segment<Row, Out>[]): Promise<void> {
    const { sentinels, silence } = this.#plan
    const used = new Set(segments.map(({ sentinel }) => sentinel.text))
    const mark = sentinels.find(({ text }) => !used.has(text))
    if (mark === undefined) return
    const isBack = ({ value }: ObservedRow): boolean => 'decoded' in value && canonicalText(value.decoded) === mark.text
    const end = await job.exchange([mark.row], isBack, { silence, mostRows: mostRowsOf(1) })
    if (end !== 'complete') await this.#giveUp()
  }

  async #startAnew(): Promise<LiveJob<Row>> {
    this.restarts += 1
    const { next, prepared } = this.#plan
    const started = await startLiveJob(prepared, { ...next, name: `${next.name}-${this.restarts}` })
    if ('exchange' in started) return started
    const why =
      'unfit' in started ? started.unfit : `${started.refused.exception?.type}: ${started.refused.exception?.message}`
    throw new StreamassayError('JOB_SUBMISSION_FAILED', `the job ran before, but cannot be restarted: ${why}`, {
      remedy: "Read the JobManager's log, and run the check again.",
    })
  }

  async #giveUp(): Promise<void> {
    const job = this.#job
    this.#job = null
    await job?.[Symbol.asyncDispose]()
  }

  async finish(): Promise<readonly ObservedRow[]> {
    return [...this.#strays, ...((await this.#job?.finish()) ?? [])]
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    return this.#giveUp()
  }
}

function failureOf(
  end: Exclude<ExchangeEnd, 'complete'>,
  { observed, expectedRows }: BatchReading<unknown, unknown>,
  { firstMs, laterMs }: Silence,
): JobFailure {
  if (end === 'silent') {
    const waitedMs = observed.length > 0 ? laterMs : firstMs
    return { how: `no more rows arrived from the job for ${waitedMs / 1000} s`, exception: null }
  }
  if (end === 'flooded') {
    return { how: endlessText(observed.length, expectedRows), exception: null, isEndless: true }
  }
  return { how: `the job ended as ${end.state}`, exception: end.exception, rawExceptions: end.rawExceptions }
}
