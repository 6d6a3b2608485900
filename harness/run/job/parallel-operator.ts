/** Finds operators that run in parallel: behind them the last row in need not be the last row out. */
import { StreamassayError } from '../../errors.ts'
import { readJob } from '../../flink/endpoints.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { OperatorAccount } from '../../verdict/run-account.ts'
import { waitUntil } from '../../wait-until.ts'

const timeoutMs = 60_000

/**
 * Returns the first operator of a job that runs in parallel, where no order is kept; null if there is none.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` if the job stays INITIALIZING, `FLINK_REST_FAILED`; the signal's reason
 */
export async function parallelOperator(
  { flinkUrl, jobId }: { readonly flinkUrl: string; readonly jobId: string },
  signal: AbortSignal,
): Promise<OperatorAccount | null> {
  const operators = await waitUntil(
    async (limit) => {
      const { state, vertices } = await readJob(flinkUrl, jobId, { signal: limit })
      const isToCome = vertices.length === 0 && state === 'INITIALIZING'
      return isToCome ? { seen: 'no operators yet' } : { found: vertices }
    },
    {
      what: `the operators of the job ${jobId}`,
      timeoutMs,
      remedy: 'Check in the Web UI what the job waits for.',
      signal,
    },
  )
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
    `scenario ${name}: the operator ${wide.name} has a parallelism of ${wide.parallelism}, so the sentinel proves nothing`,
    { remedy: "Call set_parallelism(1) in the job of a scenario with `ends: 'never'`." },
  )
}
