/** What a report says of a job's checkpoints, and of the rows that were committed without any. */
import type { RunAccount } from '../run-account.ts'
import type { Fact } from './fact.ts'
import { counted, oneLine, shortened } from './value-text.ts'

/** A savepoint that streamassay itself asked for is no news. */
export function checkpointFacts({ job: { checkpoints } }: Pick<RunAccount, 'job'>): Fact[] {
  if (checkpoints === null) return []
  const { completed, failed, restored, hasSavepoint, durationMs, lastFailure } = checkpoints
  if (completed + failed <= Number(hasSavepoint)) return []
  const time = durationMs === null ? '' : ` in p50 ${durationMs.p50} ms, max ${durationMs.max} ms`
  const savepoint = hasSavepoint ? ' (including a savepoint)' : ''
  const why = failed === 0 || lastFailure === null ? '' : `: ${shortened(oneLine(lastFailure), 100)}`
  const again = restored === 0 ? '' : `; restored from a checkpoint ${counted(restored, 'time')}`
  return [['checkpoint', `${completed} completed${time}${savepoint}, ${failed} failed${why}${again}`]]
}

/** Rows that a job commits with its end alone are not seen while it runs. */
export function commitFacts({ commits }: Pick<RunAccount, 'commits'>): Fact[] {
  if (commits === null || commits.rowsCommittedByEnd === null) return []
  const rows = counted(commits.rowsCommittedByEnd, 'row')
  return [['commits', `no checkpoint completed: only the end of the job committed the ${rows}`]]
}
