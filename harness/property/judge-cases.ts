/** Cases on their way through a judge: suspects are confirmed, and all are counted as soon as they have been judged. */
import { StreamassayError } from '../errors.ts'
import { counted } from '../verdict/report/value-text.ts'
import { expectCase } from './batch/batch.ts'
import type { CaseJudge, JobFailure } from './batch/case-judge.ts'
import { type Case, casesFrom, casesOfSeed, nextSeed } from './cases/case.ts'
import type { Failing } from './counterexample.ts'
import type { KnownOfCheck } from './known.ts'
import type { PreparedCheck } from './prepare-check.ts'

/** A case that fails, confirmed. */
export interface Confirmed<Row> {
  readonly rows: Case<Row>
  /** Among those that were judged, from 0. */
  readonly at: number
  readonly failure: JobFailure | null
}

/**
 * The first of the cases that fails when it is judged alone too.
 *
 * @throws StreamassayError `CASES_ENTANGLED` when cases failed together and none of them does alone
 */
export async function firstFailing<Row, Out>(
  judge: CaseJudge<Row, Out>,
  cases: readonly Case<Row>[],
  known: Pick<KnownOfCheck<Row, Out>, 'seenBefore'>,
): Promise<Confirmed<Row> | null> {
  for (let from = 0; from < cases.length;) {
    const together = cases.slice(from, from + judge.width)
    const outcomes = await judge.judge(together)
    const suspects = [...outcomes.entries()].filter(([, { standing }]) => standing !== 'pass')
    for (const [at, suspicion] of suspects) {
      const rows = cases[from + at]
      if (rows === undefined) continue
      const outcome =
        together.length === 1 || suspicion.standing === 'crash' ? suspicion : (await judge.judge([rows]))[0]
      if (outcome === undefined || outcome.standing === 'pass') continue
      known.seenBefore = outcome.standing === 'fail' ? outcome.observed : null
      return { rows, at: from + at, failure: outcome.standing === 'crash' ? outcome.failure : null }
    }
    if (suspects.length > 0) throw entangled(suspects.length)
    from += outcomes.length
  }
  return null
}

const entangled = (suspects: number): StreamassayError =>
  new StreamassayError(
    'CASES_ENTANGLED',
    `${suspects} of the cases that were judged together do not match the reference, but each of them matches when judged alone`,
    {
      remedy:
        'Give each case its own job (`batch: 1`): either rows of this job influence each other, or the job is not deterministic.',
    },
  )

/** Judges generated cases until one fails, all have been judged or the time is over. */
export async function judgeGenerated<Row, Out>(
  prepared: PreparedCheck<Row, Out>,
  judge: CaseJudge<Row, Out>,
  known: KnownOfCheck<Row, Out>,
  tell: (text: string) => void,
): Promise<Failing<Row> | null> {
  const { plan, cases, scenario } = prepared
  const { tally } = known
  const untilMs = performance.now() + plan.limitMs
  let seed = plan.seed
  let ofSeed = 0
  let batch: Case<Row>[] = []
  const makeNext = (): void => {
    if (ofSeed === casesOfSeed) [seed, ofSeed] = [nextSeed(seed), 0]
    const count = Math.min(plan.batch, plan.cases - tally.cases - batch.length, casesOfSeed - ofSeed)
    batch = count <= 0 || performance.now() >= untilMs ? [] : casesFrom(cases, seed, ofSeed, count)
  }
  makeNext()
  while (batch.length > 0) {
    const judged = batch
    const place = { seed, first: ofSeed }
    ofSeed += judged.length
    const judging = firstFailing(judge, judged, known)
    // Made while the job has work. Should that fail, nothing is left going on behind it.
    const made = Promise.try(makeNext)
    const [judgement, making] = await Promise.allSettled([judging, made])
    if (judgement.status === 'rejected') throw judgement.reason
    if (making.status === 'rejected') throw making.reason
    const failing = judgement.value
    const upTo = failing === null ? judged : judged.slice(0, failing.at + 1)
    for (const rows of upTo) tally.add(expectCase(scenario, rows))
    if (failing !== null) {
      const { rows, at, failure } = failing
      const path = String(place.first + at)
      return {
        rows,
        foundRows: rows.length,
        source: 'generated',
        place: { seed: place.seed, path },
        isSmallest: false,
        failure,
      }
    }
    const rate = Math.round((1000 * tally.rows) / known.judgingMs())
    tell(`${counted(tally.cases, 'case')} of ${counted(tally.rows, 'row')}, ${counted(rate, 'row')} a second`)
  }
  return null
}
