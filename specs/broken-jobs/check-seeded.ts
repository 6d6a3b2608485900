/** Checks a scenario with a seeded bug in its job, and searches for the same bug's counterexample without a job. */
import * as fc from 'fast-check'
import { type Check, type CheckOptions, defineScenario, pyflinkJob, type Scenario } from 'streamassay'
import type { SpecStack } from 'streamassay/vitest'

import type { Case, CasePlace } from '../../harness/property/cases/case.ts'
import { prepareCheck } from '../../harness/property/prepare-check.ts'
import { canonicalText } from '../../harness/verdict/compare/equality.ts'
import { breakJob } from './mutate.ts'
import type { SeededBug } from './seeded-bugs.ts'

/** The check of a job with the bug; nothing is kept. */
export async function checkSeeded<Row, Out>(
  stack: Pick<SpecStack, 'check'>,
  { mutant, scenario }: SeededBug<Row, Out>,
  options: CheckOptions<Row>,
): Promise<Check<Row, Out>> {
  await using job = await breakJob(mutant)
  const broken = defineScenario({ ...scenario, job: pyflinkJob({ root: job.root, module: job.module }) })
  return await stack.check(broken, { regressions: null, ...options })
}

/** What fast-check finds by itself, one case after the other, where the model stands for the job. */
export interface Sequential<Row> {
  readonly rows: Case<Row>
  readonly place: CasePlace
  /** Times that the model was asked after the first failure. */
  readonly predicateRuns: number
}

/** fast-check's own search on the pure model; null where the bug is not met. */
export async function sequentialOf<Row, Out>(
  { scenario, model }: SeededBug<Row, Out>,
  { seed, cases }: { readonly seed: number; readonly cases: number },
): Promise<Sequential<Row> | null> {
  const prepared = await prepareCheck(scenario, { seed, regressions: null })
  let runs = 0
  const details = await fc.check(
    fc.asyncProperty(prepared.cases, async (rows) => {
      runs += 1
      return outputsOf(scenario.reference, rows) === outputsOf(model, rows)
    }),
    { seed, numRuns: cases },
  )
  if (details.counterexamplePath === null) return null
  const path = details.counterexamplePath
  return {
    rows: details.counterexample?.[0] ?? [],
    place: { seed, path },
    predicateRuns: runs - Number(path.split(':')[0]) - 1,
  }
}

function outputsOf<Row>(model: Scenario<Row, unknown>['reference'], rows: readonly Row[]): string {
  try {
    return canonicalText(model.apply(rows.map((row) => ({ ...row }))))
  } catch {
    // The job would have crashed.
    return 'crash'
  }
}
