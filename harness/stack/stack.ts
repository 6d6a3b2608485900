/** A stack: the running Kafka and Flink, in containers of ours or attached to. */
import type { KafkaSession } from '../kafka/session.ts'
import type { Versions } from '../verdict/run-account.ts'
import type { EngineClock } from './engine/engine-clock.ts'
import type { TaskManagerOutput } from './taskmanager-output.ts'

/** The parts of a stack that write a log. */
export type StackPart = 'kafka' | 'jobmanager' | 'taskmanager'

export type StackVersions = Omit<Versions, 'streamassay' | 'node'>

/** The references of the images that a stack is started from. */
export type StackImages = { readonly kafka: string; readonly pyflink: string }

/** A running stack; disposing of it releases everything that it took. */
export interface Stack extends AsyncDisposable {
  /** Unique; everything that was created for this stack carries it. */
  readonly id: string
  /** Bootstrap servers as this process reaches them: `127.0.0.1:49153`. */
  readonly brokers: string
  /** The connections to the broker that every run on this stack shares. */
  readonly kafka: KafkaSession
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
  /** The clock of its containers, broker included. */
  readonly clock: EngineClock
  /** The log of a part from then on, and of a few seconds before; by the clock of this machine. */
  log(part: StackPart, since: Date): Promise<string>
  /** How the container of a part stands, in the engine's words, its environment with it; of several TaskManagers the first. */
  inspect(part: StackPart): Promise<object>
  /** What jobs leave at each of its TaskManagers. */
  readonly taskManagers: readonly TaskManagerOutput[]
  /** Which limits of their containers its TaskManagers have reached at this moment: `taskmanager has 1024 of 1024 processes`. */
  reachedLimits(): Promise<readonly string[]>
  /** What the Python workers of its TaskManagers do at this moment, as py-spy tells it; empty when there are none. */
  pythonStacks(): Promise<string>
}

/** What of a stack is there as soon as its broker answers. */
export type StackBroker = Pick<Stack, 'kafka' | 'brokersForJobs' | 'dead'>

/** A stack that is being started: its broker answers before its cluster does. Whoever began it disposes of the stack. */
export interface StackUnderway {
  /** Rejected as `stack` is, if the broker does not come up. */
  readonly broker: Promise<StackBroker>
  readonly stack: Promise<Stack>
}
