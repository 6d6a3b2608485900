/** What is known of a job's checkpoints, and of the rows that were committed with or without them. */

/** Percentiles of something, and the most of it. */
export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** A job's checkpoints, as Flink counts them. */
export interface CheckpointAccount {
  readonly completed: number
  /** One that cannot begin, as not all of the job runs yet, has failed too. */
  readonly failed: number
  /** How often the job began anew from one. */
  readonly restored: number
  /** Whether the savepoint is among them by which a job that `ends: 'when-stopped'` is stopped. */
  readonly hasSavepoint: boolean
  /** From when one was begun until all of the job had answered, in milliseconds; null where none was completed. */
  readonly durationMs: Spread | null
  /** What was written of one, in bytes; null where none was completed. */
  readonly sizeBytes: Spread | null
  /** Why the last one that failed did, in Flink's words; null where Flink has none, as of those that could not begin at the start. */
  readonly lastFailure: string | null
}

/** The part that transactions had in the output of a run. */
export interface CommitAccount {
  /** Rows of the output that came in transactions. */
  readonly rowsInTransactions: number
  /**
   * Rows that only the end of the job committed: all of them if the job made no checkpoint, a savepoint to stop it aside. Such
   * a job in production shows no row while it runs. Null if it made some: then it is not known which rows they committed.
   */
  readonly rowsCommittedByEnd: number | null
}

/** Returns null if no row came in a transaction. */
export function commitsOf(
  rowsInTransactions: number,
  { checkpoints }: { readonly checkpoints: CheckpointAccount | null },
): CommitAccount | null {
  if (rowsInTransactions === 0) return null
  const made = checkpoints === null ? 0 : checkpoints.completed - Number(checkpoints.hasSavepoint)
  return { rowsInTransactions, rowsCommittedByEnd: made > 0 ? null : rowsInTransactions }
}
