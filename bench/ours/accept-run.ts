/** Whether a run that was measured counts, and what becomes of its evidence. */
import { rm } from 'node:fs/promises'

import type { Run } from 'streamassay'

import { StreamassayError } from '../../harness/errors.ts'
import { evidencePath } from '../../harness/evidence/evidence-folder.ts'

/** What is read of the `run.json` that `streamassay run --json` prints. */
export type PrintedRun = Pick<Run, 'runId' | 'verdict' | 'reason'>

/**
 * Drops the evidence of a run that passed: hundreds of megabytes that nobody will read.
 *
 * @throws StreamassayError `STACK_FAILED` for one that did not pass: it has not been measured, and its evidence stays
 */
export async function acceptRun({ runId, verdict, reason }: PrintedRun): Promise<void> {
  if (verdict === 'pass') return rm(evidencePath(runId), { recursive: true, force: true })
  throw new StreamassayError('STACK_FAILED', `a run that was measured ended with ${verdict}: ${reason}`, {
    remedy: `Read its evidence: ${evidencePath(runId)}`,
  })
}
