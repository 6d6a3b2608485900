/** What can be known of a check before anything is started: its rows, its cases, what marks them, what has failed before. */
import type * as fc from 'fast-check'

import { timestampOf } from '../kafka/outgoing-record.ts'
import { packageJob } from '../flink/submission/package-job.ts'
import { fromHere } from '../run/prepare.ts'
import type { PreparedJob } from '../run/job/submit-scenario.ts'
import { prepareSides } from '../run/sides.ts'
import { columnKinds } from '../scenario/column-kinds.ts'
import { checkCsv } from '../scenario/csv/csv-check.ts'
import { NamedFields } from '../scenario/reference/named-fields.ts'
import { expectedRows } from '../scenario/reference/reading.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { deriveRow, type KnownRows } from './arbitrary/derive-row.ts'
import { chooseSentinels, type Sentinel } from './arbitrary/sentinels.ts'
import { arbitraryCase, caseAt } from './cases/case.ts'
import { type CheckOptions, type CheckPlan, planCheck } from './check-options.ts'
import { loadRegressions, type Regression } from './corpus/regressions.ts'
import type { DerivedColumns } from './tally.ts'

/** Rows of the fixture that are looked at, of each kind: what values are near to, and what sentinels are made of. */
const knownLimit = 500

/** More than a batch has cases: the outputs of some may be what a case expects. */
const spareSentinels = 50

export interface PreparedCheck<Row, Out> extends PreparedJob<Row, Out> {
  readonly plan: CheckPlan<Row>
  readonly cases: fc.Arbitrary<Row[]>
  readonly derived: DerivedColumns
  readonly sentinels: readonly Sentinel<Row>[]
  readonly regressions: readonly Regression<Row>[]
}

/**
 * Reads all that the check is made of, and refuses what is not sound.
 *
 * @throws StreamassayError `OPTION_INVALID`, `SCENARIO_INVALID` when no row can be derived, `REGRESSION_UNREADABLE`, and as
 * `checkCsv` and `packageJob` say
 */
export async function prepareCheck<Row, Out>(
  given: Scenario<Row, Out>,
  options: CheckOptions<Row> = {},
): Promise<PreparedCheck<Row, Out>> {
  const plan = planCheck(given.name, options)
  const { scenario, sides } = await prepareSides(given)
  const known = await knownRows(scenario)
  const { columns, path } = scenario.input
  const row = plan.row ?? deriveRow(columns, known, fromHere(path)).filter((one) => isSendable(scenario, one))
  const cases = arbitraryCase(row, plan.maxRows)
  // A path that leads nowhere is told before anything is started.
  if (plan.path !== undefined) caseAt(cases, { seed: plan.seed, path: plan.path })
  return {
    scenario,
    plan,
    cases,
    derived: plan.row ? null : new Map([...columnKinds(columns)].map(([name, { type }]) => [name, type])),
    sentinels: chooseSentinels(scenario, known, plan.batch + spareSentinels),
    regressions: await loadRegressions(plan.regressions, columns),
    jobPackage: await packageJob(scenario.job),
    sides,
  }
}

/**
 * The first rows of the fixture that the reference keeps, and the first ones that it does not.
 *
 * @throws StreamassayError `SCENARIO_INVALID` for an option that names a field that no row of the reference has
 */
async function knownRows<Row, Out>(scenario: Scenario<Row, Out>): Promise<KnownRows<Row>> {
  const { input, reference } = scenario
  const [kept, dropped]: [Row[], Row[]] = [[], []]
  const reading = reference.open()
  const named = new NamedFields(scenario)
  await checkCsv(input, (rows) => {
    for (const numbered of rows) {
      const expected = expectedRows(reading, numbered)
      named.take(expected)
      const list = expected.length > 0 ? kept : dropped
      if (list.length < knownLimit) list.push(numbered.row)
    }
  })
  named.take(expectedRows(reading, 'end'))
  named.end()
  return { kept, dropped }
}

/** Whether a record can be made of a row: Kafka has no time before 1970, which a column of dates may have. */
function isSendable<Row, Out>({ name, timestamp }: Scenario<Row, Out>, row: Row): boolean {
  if (timestamp === undefined) return true
  try {
    return timestampOf({ name, timestamp }, row) !== null
  } catch {
    return false
  }
}
