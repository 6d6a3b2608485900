/** Watches a job that is to end with its input: one that does not, or that would lose rows by it, is noticed early. */
import { messageOf } from '../../errors.ts'
import { type PlanNode, processingTimeWindowMs, readJobPlan } from '../../flink/job-plan.ts'
import type { RunningJob } from '../../flink/running/metrics.ts'
import { waitUntilRead } from '../../flink/running/source-offsets.ts'
import { splitsOf } from '../../flink/running/start-offsets.ts'
import type { Ledger } from '../../kafka/replay/replay.ts'
import { type Sighting, waitUntil } from '../../wait-until.ts'
import type { RunOutput } from '../output.ts'
import { lastOf } from './stop-when-read.ts'

/** Why a job must not be left to end with its input. */
export type Misfit =
  /** Its windows of processing time are still open at the end of the input, which drops what they hold. */
  | { readonly kind: 'processing-time'; readonly windowMs: number }
  /** Its source reads on when it has read everything. */
  | { readonly kind: 'unbounded' }

export interface InputEnd {
  readonly ledger: Ledger
  readonly output: Pick<RunOutput<unknown>, 'isComplete'>
  readonly readJobManagerLog: () => Promise<string>
  /** How long a job may still run when all its rows are out (default: 3000). */
  readonly graceMs?: number
  /** When its source is first looked at; most jobs have ended by then (default: 3000). */
  readonly firstLookMs?: number
}

const planIntervalMs = 500
const jobLifeMs = 7 * 24 * 60 * 60_000

/**
 * Fulfilled with what is wrong; never for a job that ends, or where it cannot be told: what is wrong with the cluster is
 * reported by the watch on the job.
 */
export const misfitOf =
  (end: InputEnd) =>
  async (job: RunningJob, signal: AbortSignal): Promise<Misfit> =>
    lookFor(end, job, signal).catch(() => new Promise<never>(() => undefined))

async function lookFor(
  { ledger, output, readJobManagerLog, graceMs = 3000, firstLookMs = 3000 }: InputEnd,
  job: RunningJob,
  signal: AbortSignal,
): Promise<Misfit> {
  const windowMs = processingTimeWindowMs(await readPlan(job, signal))
  if (windowMs !== null) return { kind: 'processing-time', windowMs }
  const startedMs = performance.now()
  const limits = { timeoutMs: jobLifeMs, signal, remedy: '' }
  const untilUnbounded = async (): Promise<Sighting<undefined>> => {
    if (performance.now() - startedMs < firstLookMs) return { seen: 'not looked for' }
    const splits = splitsOf(await readJobManagerLog(), ledger.topic)
    if (splits.some(({ isBounded }) => isBounded)) throw new Error('the source ends')
    return splits.length > 0 ? { found: undefined } : { seen: 'no source' }
  }
  await waitUntil(untilUnbounded, {
    ...limits,
    what: 'a source without an end',
    intervalMs: Math.min(500, firstLookMs),
  })
  await waitUntil(async () => (output.isComplete() ? { found: undefined } : { seen: 'missing rows' }), {
    ...limits,
    what: 'all output rows',
    intervalMs: 200,
  })
  await waitUntilRead({ ...job, topic: ledger.topic, lastOffsets: lastOf(ledger), timeoutMs: jobLifeMs, signal })
  const completeMs = performance.now()
  await waitUntil(
    async () => (performance.now() - completeMs >= graceMs ? { found: undefined } : { seen: 'it runs' }),
    {
      ...limits,
      what: 'the job to end',
    },
  )
  return { kind: 'unbounded' }
}

/** Asks for the plan as long as the job runs: if it cannot be read, the job must not be judged as one without windows. */
const readPlan = (job: RunningJob, signal: AbortSignal): Promise<readonly PlanNode[]> =>
  waitUntil(
    (limit) =>
      readJobPlan(job, { timeoutMs: jobLifeMs, signal: limit }).then(
        (plan) => ({ found: plan }),
        (error: unknown) => ({ seen: messageOf(error) }),
      ),
    { timeoutMs: jobLifeMs, intervalMs: planIntervalMs, signal, what: 'the plan of the job', remedy: '' },
  )
