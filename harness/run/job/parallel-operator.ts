/** Finds operators that run in parallel: behind them the last row in need not be the last row out. */
import { StreamassayError } from '../../errors.ts'
import { type JobOperators, readJobOperators } from '../../flink/endpoints.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** The first operator of a job that runs in parallel, where no order is kept; null when there is none. */
export async function parallelOperator(
  { flinkUrl, jobId }: { readonly flinkUrl: string; readonly jobId: string },
  signal: AbortSignal,
): Promise<JobOperators[number] | null> {
  const operators = await readJobOperators(flinkUrl, jobId, { signal })
  return operators.find(({ parallelism }) => parallelism > 1) ?? null
}

export async function refuseParallel<Row, Out>(
  { name }: Scenario<Row, Out>,
  job: { readonly flinkUrl: string; readonly jobId: string },
  signal: AbortSignal,
): Promise<void> {
  const wide = await parallelOperator(job, signal)
  if (wide === null) return
  throw new StreamassayError(
    'SCENARIO_INVALID',
    `scenario ${name}: the operator ${wide.name} runs ${wide.parallelism} times side by side, so a last row proves nothing`,
    { remedy: 'Let the job of a scenario that `ends: never` run with a parallelism of 1: set_parallelism(1).' },
  )
}
