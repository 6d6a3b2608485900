/** A stack: the running Kafka and Flink, in containers of ours or attached to. */

import type { Versions } from '../verdict/run-account.ts'

/** The parts of a stack that write a log. */
export type StackPart = 'kafka' | 'jobmanager' | 'taskmanager'

export type StackVersions = Omit<Versions, 'streamassay' | 'node'>

/** A running stack; disposing of it releases everything that it took. */
export interface Stack extends AsyncDisposable {
  /** Unique; everything that was created for this stack carries it. */
  readonly id: string
  /** Bootstrap servers as this process reaches them: `127.0.0.1:49153`. */
  readonly brokers: string
  /** Bootstrap servers as a job inside the cluster reaches them. */
  readonly brokersForJobs: string
  /** The JobManager's REST interface and Web UI as this process reaches it: `http://127.0.0.1:49154`. */
  readonly flinkUrl: string
  /** The Python interpreter on the cluster that runs jobs. */
  readonly python: string
  /** What runs here; null for what is not known. */
  readonly versions: StackVersions
  /** Aborted, with a `CONTAINER_DIED`, when a part of the stack dies while it should not. */
  readonly dead: AbortSignal
  /** The log of a part so far. */
  log(part: StackPart): Promise<string>
}
