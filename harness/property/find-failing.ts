/** Where a stream that fails is looked for: the empty one, those that have failed before, the generated ones, a sentinel. */
import type { Way } from './batch/open-judge.ts'
import { caseAt } from './cases/case.ts'
import type { Failing } from './counterexample.ts'
import { firstFailing, judgeGenerated } from './judge-cases.ts'
import type { KnownOfCheck } from './known.ts'
import type { PreparedCheck } from './prepare-check.ts'

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
  const { plan, cases, regressions } = prepared
  const whole = { place: null, isSmallest: true } as const
  if (known.emptyStream?.passes === false) {
    return { ...whole, rows: [], foundRows: 0, source: 'empty stream', failure: known.emptyStream.failure }
  }
  if (plan.path !== undefined) {
    const place = { seed: plan.seed, path: plan.path }
    const rows = caseAt(cases, place)
    if (rows === undefined) throw new Error(`there is no case at the path ${plan.path} of the seed ${plan.seed}`)
    const failing = await firstFailing(way.judge, [rows], known)
    return failing && { ...failing, foundRows: rows.length, source: 'generated', place, isSmallest: false }
  }
  tell(`judging ${regressions.length} kept counterexamples`)
  const kept = await firstFailing(
    way.judge,
    regressions.map(({ rows }) => rows),
    known,
  )
  if (kept !== null) return { ...whole, ...kept, foundRows: kept.rows.length, source: 'regression' }
  const [broken] = way.broken
  const sentinel: Failing<Row> | null =
    broken === undefined ? null : { ...whole, rows: [broken.row], foundRows: 1, source: 'sentinel', failure: null }
  // Where nothing parts the cases any more, what destroys the sentinels has been found, and is as small as can be.
  if (sentinel !== null && way.fallback !== null) return sentinel
  return (await judgeGenerated(prepared, way.judge, known, tell)) ?? sentinel
}
