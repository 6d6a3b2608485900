/** Flexibility: every scenario of the project as it is, one after the other on one stack, with its verdict and its time. */
import { readdir } from 'node:fs/promises'

import { run, type Scenario, type Stack } from 'streamassay'

import { within } from '../../../bench/ground.ts'
import { readJobOperators } from '../../../harness/flink/endpoints.ts'
import { openStack } from '../../../harness/open-stack.ts'
import { dropEvidence } from '../ground/days-run.ts'
import type { ExperimentGround } from '../ground/ground.ts'
import type { ScenarioRun } from '../measurements.ts'

const folder = new URL('../../../scenarios/', import.meta.url)
const runTimeoutMs = 180_000

export async function measure(ground: ExperimentGround): Promise<readonly ScenarioRun[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).toSorted()
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)))
  const scenarios = modules.map((module: { default: Scenario<unknown, unknown> }) => module.default)
  await using stack = await openStack({ signal: ground.signal })
  ground.tell('warming the stack by a run')
  for (const scenario of scenarios.slice(0, 1)) await runOne(scenario, stack, ground)
  const runs: ScenarioRun[] = []
  for (const scenario of scenarios) {
    const ended = await runOne(scenario, stack, ground)
    ground.tell(`${ended.scenario}: ${ended.verdict} after ${ended.seconds.toFixed(1)} s`)
    runs.push(ended)
  }
  return runs
}

async function runOne(
  scenario: Scenario<unknown, unknown>,
  stack: Stack,
  { signal }: ExperimentGround,
): Promise<ScenarioRun> {
  const ended = await within(`the scenario ${scenario.name}`, runTimeoutMs, signal, (limit) =>
    run(scenario, { stack: () => Promise.resolve(stack), rerunCommand: 'npm run experiments', signal: limit }),
  )
  const { job, counts, verdict, timingsMs } = ended
  const operators = job.id === null ? [] : await readJobOperators(stack.flinkUrl, job.id, { signal })
  // What is wrong with one that did not pass is in its evidence.
  if (verdict === 'pass') await dropEvidence(ended)
  return {
    scenario: scenario.name,
    module: scenario.job.module,
    operators: operators.map(({ name }) => name),
    sent: counts.sent,
    expected: counts.expected,
    matched: counts.matched,
    verdict,
    jobSeconds: job.durationMs === null ? null : job.durationMs / 1000,
    seconds: timingsMs.total / 1000,
  }
}
