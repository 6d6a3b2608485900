/** Where a stream that fails is looked for: the empty one, those that have failed before, the generated ones, a sentinel. */
import type { CounterexampleSource } from '../verdict/check-account.ts'
import { counted } from '../verdict/report/value-text.ts'
import { expectCase } from './batch/batch.ts'
import type { JobFailure } from './batch/case-judge.ts'
import type { Way } from './batch/open-judge.ts'
import { type Case, caseAt } from './cases/case.ts'
import type { Failing } from './counterexample.ts'
import { firstFailing, judgeGenerated } from './judge-cases.ts'
import type { KnownOfCheck } from './known.ts'
import type { PreparedCheck } from './prepare-check.ts'

/** What destroys sentinels destroys most of them: one that fails is found among so many. */
const enoughSentinels = 8

/**
 * The first stream that fails.
 *
 * @throws StreamassayError `CASES_ENTANGLED`, and whatever keeps cases from being judged
 */
export async function findFailing<Row, Out>(
  { prepared, known }: { readonly prepared: PreparedCheck<Row, Out>; readonly known: KnownOfCheck<Row, Out> },
  way: Way<Row, Out>,
  tell: (text: string) => void,
): Promise<Failing<Row> | null> {
  const { plan, cases, regressions, scenario } = prepared
  const whole = { place: null, isSmallest: true } as const
  const { emptyStream } = known
  if (emptyStream?.passes === false) return emptyStreamFails(emptyStream.failure)
  if (plan.path !== undefined) {
    const place = { seed: plan.seed, path: plan.path }
    const rows = caseAt(cases, place)
    known.tally.add(expectCase(scenario, rows))
    const failing = await firstFailing(way.judge, [rows], known)
    return failing && { ...failing, foundRows: rows.length, source: 'generated', place, isSmallest: false }
  }
  const firstOf = async (some: readonly Case<Row>[], source: CounterexampleSource): Promise<Failing<Row> | null> => {
    const failing = await firstFailing(way.judge, some, known)
    return failing && { ...whole, ...failing, foundRows: failing.rows.length, source }
  }
  tell(`judging ${counted(regressions.length, 'saved counterexample')}`)
  const kept = await firstOf(
    regressions.map(({ rows }) => rows),
    'regression',
  )
  if (kept !== null) return kept
  const sentinels = way.broken.slice(0, enoughSentinels).map(({ row }) => [row])
  // Where nothing parts the cases any more, what destroys the sentinels has been found, and is as small as can be.
  if (scenario.ends === 'never' && way.fallback !== null) {
    return { ...whole, rows: sentinels[0] ?? [], foundRows: 1, source: 'sentinel', failure: null }
  }
  const generated = (): Promise<Failing<Row> | null> => judgeGenerated(prepared, way.judge, known, tell)
  if (way.fallback !== null) return (await firstOf(sentinels, 'sentinel')) ?? generated()
  // A smaller one may be found among the cases.
  return (await generated()) ?? firstOf(sentinels, 'sentinel')
}

/** The empty stream as what has failed. */
export const emptyStreamFails = <Row>(failure: JobFailure | null): Failing<Row> => ({
  rows: [],
  foundRows: 0,
  source: 'empty stream',
  place: null,
  isSmallest: true,
  failure,
})
