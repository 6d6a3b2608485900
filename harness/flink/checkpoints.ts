/** The checkpoints of a job, as Flink counts and times them. */
import { z } from 'zod'

import type { CheckpointsAccount } from '../verdict/run-account.ts'
import { ask, type RestLimits } from './rest.ts'

/** Flink's statistics of a number: `NaN`, or 0, where there was none. */
const statistics = z.object({
  max: z.number(),
  p50: z.union([z.number(), z.string().transform(Number)]),
  p95: z.union([z.number(), z.string().transform(Number)]),
})

const checkpointsAnswer = z.object({
  counts: z.object({ completed: z.number(), failed: z.number() }),
  summary: z.object({ end_to_end_duration: statistics, checkpointed_size: statistics }),
  latest: z.object({ failed: z.object({ failure_message: z.string().nullish() }).nullish() }),
})

/**
 * What became of a job's checkpoints; null where it had none.
 *
 * @throws StreamassayError `FLINK_REST_FAILED`
 */
export async function readCheckpoints(
  flinkUrl: string,
  jobId: string,
  limits: RestLimits = {},
): Promise<CheckpointsAccount | null> {
  const path = `/jobs/${jobId}/checkpoints`
  const { counts, summary, latest } = await ask(flinkUrl, { ...limits, method: 'GET', path }, checkpointsAnswer)
  if (counts.completed + counts.failed === 0) return null
  const { end_to_end_duration: duration, checkpointed_size: size } = summary
  return {
    completed: counts.completed,
    failed: counts.failed,
    durationMs: counts.completed === 0 ? null : { p50: duration.p50, p95: duration.p95, max: duration.max },
    largestBytes: counts.completed === 0 ? null : size.max,
    lastFailure: latest.failed?.failure_message ?? null,
  }
}
