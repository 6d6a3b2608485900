/** Keeps the counterexample of a check among the scenario's regressions. */
import { messageOf } from '../../errors.ts'
import type { CheckAccount } from '../../verdict/check-account.ts'
import type { KnownOfCheck } from '../known.ts'
import type { PreparedCheck } from '../prepare-check.ts'
import { saveRegression } from './regressions.ts'

/** Keeps a counterexample that is new. What keeps it from being kept must not cost the verdict. */
export async function saveCounterexample<Row, Out>(
  { scenario, plan }: PreparedCheck<Row, Out>,
  { failing, lone }: KnownOfCheck<Row, Out>,
  {
    counterexample,
    verdict,
    reason,
    versions,
  }: Pick<CheckAccount<Row, Out>, 'counterexample' | 'verdict' | 'reason' | 'versions'>,
): Promise<CheckAccount['saved']> {
  if (plan.regressions === null || counterexample === null || verdict !== 'fail') return null
  if (counterexample.source === 'regression' || counterexample.rows.length === 0) return null
  try {
    const path = await saveRegression(plan.regressions, scenario.input.columns, {
      scenario: scenario.name,
      reason,
      versions,
      rows: counterexample.rows,
      place: failing?.place ?? null,
      expected: lone?.expected.map(({ out }) => out) ?? [],
      seen: lone?.observed.map(({ value }) => ('decoded' in value ? value.decoded : value.problem)) ?? [],
    })
    return { path }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}
