/** What is known of a job's checkpoints. */

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
