/** The checkpoints of a job, as Flink keeps count of them. */
import { z } from 'zod'

import type { CheckpointAccount, Spread } from '../verdict/checkpoint-account.ts'
import { askIfThere, type RestLimits } from './rest.ts'

/** A number, or `NaN` where there is none to tell of. */
const measured = z.union([z.number(), z.literal('NaN').transform(() => null)])

const spread = z
  .object({ p50: measured, p95: measured, max: z.number() })
  .transform(({ p50, p95, max }): Spread | null => (p50 === null || p95 === null ? null : { p50, p95, max }))

const checkpointsAnswer = z
  .object({
    counts: z.object({ total: z.number(), completed: z.number(), failed: z.number(), restored: z.number() }),
    summary: z.object({ end_to_end_duration: spread, checkpointed_size: spread }),
    latest: z.object({
      savepoint: z.object({}).nullable(),
      failed: z.object({ failure_message: z.string().nullish() }).nullable(),
    }),
  })
  .transform(({ counts, summary, latest }): CheckpointAccount | null => {
    const { total, completed, failed, restored } = counts
    if (total === 0) return null
    return {
      completed,
      failed,
      restored,
      hasSavepoint: latest.savepoint !== null,
      durationMs: completed === 0 ? null : summary.end_to_end_duration,
      sizeBytes: completed === 0 ? null : summary.checkpointed_size,
      lastFailure: latest.failed?.failure_message ?? null,
    }
  })

/**
 * The account of a job's checkpoints; null where none was begun, or the job can have none.
 *
 * @throws StreamassayError `FLINK_REST_FAILED`
 */
export const readCheckpoints = (
  flinkUrl: string,
  jobId: string,
  limits: RestLimits = {},
): Promise<CheckpointAccount | null> =>
  askIfThere(flinkUrl, { ...limits, method: 'GET', path: `/jobs/${jobId}/checkpoints` }, checkpointsAnswer)
