/** One run of the rainy-days job on so many days, as an experiment asks for it: its scenario, its limit, its account. */
import { rm } from 'node:fs/promises'

import { type Counts, defineScenario, run, type Run, type Scenario, type Stack } from 'streamassay'

import { within } from '../../../bench/ground.ts'
import { daysScenario, writeDays } from '../../../bench/days.ts'
import { acceptRun } from '../../../bench/ours/accept-run.ts'
import { evidencePath } from '../../../harness/evidence/evidence-folder.ts'
import { jobArguments } from '../../../harness/flink/submission/job-arguments.ts'
import type { Report } from '../../../harness/progress.ts'
import type { ImperialDay, MeasuredDay } from '../../../scenarios/reference/weather.ts'

/** What may differ between two runs of an experiment. */
export type DaysOptions = Pick<
  Scenario<MeasuredDay, ImperialDay>,
  'ends' | 'mode' | 'rowsPerSecond' | 'flinkConfiguration' | 'inputPartitions' | 'outputPartitions' | 'order'
> & {
  readonly rows: number
  /** Options of the job's own command line, after those that every job has. */
  readonly jobOptions?: readonly string[]
}

export interface RunOn {
  readonly stack: Stack
  readonly signal: AbortSignal
  /** Hears of each step of the run. */
  readonly report?: Report
}

/** From submission to its end, whatever an experiment does to the job meanwhile. */
const jobTimeoutMs = 240_000
const runTimeoutMs = 300_000

/** The scenario of a run. */
export function daysOf({ rows, jobOptions = [], ...options }: DaysOptions): Scenario<MeasuredDay, ImperialDay> {
  const { ends = 'with-input' } = options
  const more = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  return defineScenario({
    ...daysScenario(rows),
    ...more,
    jobTimeoutMs,
    args: (topics) => [...jobArguments({ ends }, topics), ...jobOptions],
  })
}

/** Runs it, whatever its verdict. What it leaves on disk is for the caller to drop: see `dropEvidence`, `acceptRun`. */
export async function runDays(options: DaysOptions, { stack, signal, report }: RunOn): Promise<Run<ImperialDay>> {
  await writeDays(options.rows)
  return within(`a run of ${options.rows} rows`, runTimeoutMs, signal, (limit) =>
    run(daysOf(options), {
      stack: () => Promise.resolve(stack),
      rerunCommand: 'npm run experiments',
      signal: limit,
      ...(report && { report }),
    }),
  )
}

/**
 * Runs it as one that counts as measured only when every row is accounted for.
 *
 * @throws StreamassayError `STACK_FAILED` when it did not pass
 */
export async function passingDays(options: DaysOptions, on: RunOn): Promise<Run<ImperialDay>> {
  const ended = await runDays(options, on)
  await acceptRun(ended)
  return ended
}

/** Drops what a run of a million rows leaves, however it ended. */
export const dropEvidence = ({ runId }: { readonly runId: string }): Promise<void> =>
  rm(evidencePath(runId), { recursive: true, force: true })

/** The counts that tell what became of each row. */
export type Account = Pick<
  Counts,
  'expected' | 'observed' | 'matched' | 'differing' | 'lost' | 'unexpected' | 'duplicated' | 'misordered'
>

/** The account alone, without what was sent. */
export const accountOf = ({ counts }: Pick<Run, 'counts'>): Account => {
  const { expected, observed, matched, differing, lost, unexpected, duplicated, misordered } = counts
  return { expected, observed, matched, differing, lost, unexpected, duplicated, misordered }
}
