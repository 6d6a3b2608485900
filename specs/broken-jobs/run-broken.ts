/** Runs a scenario with a broken job in the place of its own. */
import { defineScenario, pyflinkJob } from 'streamassay'
import type { Run, Scenario } from 'streamassay'
import type { SpecStack } from 'streamassay/vitest'

import { breakJob } from './mutate.ts'
import { mutants } from './mutants.ts'
import type { MutantName } from './mutants.ts'

/** The run, and the line of the job's file on which the edit begins. */
export interface BrokenRun<Out> {
  readonly run: Run<Out>
  readonly line: number
}

/** Everything is as in the scenario, its reference above all; only the job is the broken one of that name. */
export async function runBroken<Row, Out>(
  stack: SpecStack,
  scenario: Scenario<Row, Out>,
  name: MutantName,
): Promise<BrokenRun<Out>> {
  await using job = await breakJob(mutants[name])
  const broken = defineScenario({
    ...scenario,
    name: `${scenario.name}-${name.toLowerCase().replaceAll(' ', '-')}`,
    job: pyflinkJob({ root: job.root, module: job.module }),
  })
  return { run: await stack.run(broken), line: job.line }
}
