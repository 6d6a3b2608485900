/** Trouble of the cluster that ends a job: how Flink, Kafka, Beam and Python report it, and what to do about each kind. */
import { type JobAccount, type JobException, stuckType } from '../run-account.ts'

/** One kind of trouble. */
export interface ClusterTrouble {
  /** What happened, as a sentence without a full stop: `the cluster could not run the job: a TaskManager was lost`. */
  readonly what: string
  /** What to do, as one sentence. */
  readonly remedy: string
  /** True if a job can cause it as well. Only a second run tells whether this one did. */
  readonly isDoubtful: boolean
}

interface Rule extends Omit<ClusterTrouble, 'isDoubtful'> {
  readonly isDoubtful?: true
  readonly applies: (exception: JobException) => boolean
}

/** Python's exceptions carry a traceback, or in thread mode a file: their messages may quote anything. */
const isOfJava = ({ traceback, file }: JobException): boolean => traceback === null && file === null

/** A rule on an exception of Java's. A type stands without its package, as that differs between shaded jars. */
const java =
  (types: RegExp, message = /(?:)/) =>
  (exception: JobException): boolean =>
    isOfJava(exception) && types.test(exception.type.replace(/^.*[.$]/, '')) && message.test(exception.message)

const any = /(?:)/

/** The Kafka connector refuses a prefix that is in use in the same JVM. */
const collision = /^(Found duplicate transactionalIdPrefix|Writable backchannel already exists)/

/** The broker refuses a producer whose id another one uses by now, also one on another TaskManager. */
const isFenced = java(/^(ProducerFencedException|InvalidProducerEpochException)$/)

/** True if a job failed as another producer uses its transactional id, or its prefix. */
export const isTransactionCollision = (exception: JobException | null): boolean =>
  exception !== null && (collision.test(exception.message) || isFenced(exception))

/** The first rule that applies counts. */
const rules: readonly Rule[] = [
  {
    what: 'the cluster has too few slots',
    applies: (exception) =>
      java(/^NoResourceAvailableException$/)(exception) ||
      java(any, /^Could not (acquire the minimum required resources|allocate the required slot within)/)(exception),
    remedy:
      'Wait for the other jobs on the cluster, lower the parallelism of the job, or start a cluster with more slots: `npx streamassay lab up --taskmanagers 2`.',
  },
  {
    what: 'a TaskManager was lost',
    applies: java(
      any,
      /^(Heartbeat of TaskManager .* timed out|TaskManager with id .* is no longer reachable|Connection unexpectedly closed by remote task manager|Lost connection to task manager|Target slot \(TaskManager\) for deployment is no longer alive|Execution .* is unexpectedly no longer running on task executor|The TaskExecutor is shutting down)/,
    ),
    remedy:
      'Read the end of logs/taskmanager.log in the evidence for the cause (it can be another job), then run again.',
  },
  {
    what: 'the JobManager was lost',
    applies: java(
      any,
      /^The heartbeat of (JobManager|ResourceManager) .* timed out|^(JobManager|ResourceManager) with id .* is no longer reachable/,
    ),
    remedy:
      'Read the end of logs/jobmanager.log in the evidence, and give the engine more memory or less load; then run again.',
  },
  {
    what: 'a call inside the cluster was not answered in time',
    applies: java(/^(TimeoutException|AskTimeoutException)$/, /^Invocation of \[.*\] at recipient \[.*\] timed out/s),
    remedy: 'Reduce the load of the machine, and run again.',
  },
  {
    what: 'one task did not find the output of another',
    applies: java(/^PartitionNotFoundException$/),
    remedy:
      'Run again. If it fails again, reduce the load of the machine, or increase `taskmanager.network.request-backoff.max` in the configuration of Flink.',
  },
  {
    what: 'a disk is full',
    applies: (exception) =>
      java(any, /No space left on device|Disk quota exceeded/)(exception) ||
      (exception.type === 'OSError' && /^\[Errno (28|122)\]/.test(exception.message)),
    remedy:
      'Free 5 GiB on the disk of the engine: `docker system df` shows what uses it, `npx streamassay clean` removes leftovers.',
  },
  {
    what: 'checkpoints expired',
    applies: java(any, /Checkpoint expired before completing/),
    remedy:
      "Increase `execution.checkpointing.timeout` in the scenario's flinkConfiguration, or reduce the load of the machine.",
  },
  {
    what: 'checkpoints failed',
    isDoubtful: true,
    applies: java(any, /^Exceeded checkpoint tolerable failure threshold/),
    remedy: 'Read job/checkpoints.json and logs/jobmanager.log in the evidence for the reason.',
  },
  {
    what: 'another sink uses its transactional id prefix',
    applies: java(any, collision),
    remedy:
      'Give each sink its own transactional id prefix (`set_transactional_id_prefix`), and end other jobs with the same prefix on this cluster (the Web UI lists jobs).',
  },
  {
    what: 'another producer took over its transactional id',
    isDoubtful: true,
    applies: isFenced,
    remedy:
      'Give each sink its own transactional id prefix (`set_transactional_id_prefix`), and end other jobs with the same prefix on these brokers. If there are none, increase `transaction.timeout.ms` of the producer.',
  },
  {
    what: 'the broker was too slow for the sink of the job',
    isDoubtful: true,
    applies: java(/^TimeoutException$/, /^Expiring \d+ record\(s\) for /),
    remedy:
      'Reduce the load of the machine, or increase `delivery.timeout.ms` and `request.timeout.ms` of the producer.',
  },
  {
    what: 'the Python worker was killed',
    isDoubtful: true,
    applies: (exception) =>
      java(/^StatusRuntimeException$/, /^(CANCELLED|UNAVAILABLE)/)(exception) ||
      java(/^IllegalStateException$/, /^(Process died with exit code|call already (cancelled|closed))/)(exception),
    remedy:
      'Check `dmesg` on the machine of the engine: if the kernel killed the worker, give the engine more memory. Then run again.',
  },
  {
    what: 'the TaskManager reached the limit of processes and threads',
    applies: java(/^OutOfMemoryError$/, /^unable to create native thread/),
    remedy:
      'Find the job that starts too many processes or threads. Then renew the stack (`npx streamassay down` and `up`): its processes still run.',
  },
  {
    what: 'the TaskManager ran out of memory',
    isDoubtful: true,
    applies: java(/^OutOfMemoryError$/),
    remedy:
      'Renew the stack if it has run many jobs (`npx streamassay down` and `up`); else check what the job keeps in memory.',
  },
]

const cancelled: ClusterTrouble = {
  what: 'the job could not be judged: another program or person cancelled it',
  remedy:
    'Check other programs and users of the Web UI on this cluster, then run again. `--own-stack` uses a stack of its own.',
  isDoubtful: false,
}

const secondJob: ClusterTrouble = {
  what: 'the job could not be judged: main() starts a second job, and Flink accepts one job per submission over REST',
  remedy:
    'Start one job: put the INSERTs of the Table API into one StatementSet (`create_statement_set()`), and call execute() once.',
  isDoubtful: false,
}

const isSecondJob = ({ type, message }: JobException): boolean =>
  /(FlinkRuntimeException|TableException)$/.test(type) &&
  message.includes('Cannot have more than one execute() or executeAsync() call in a single environment')

/** The trouble that ended the job; null if it ended in another way, or goes on. */
export function troubleOf({
  state,
  exception,
  hasFailedMain = false,
}: Pick<JobAccount, 'state' | 'exception' | 'hasFailedMain'>): ClusterTrouble | null {
  if (exception !== null && (state === null || hasFailedMain) && isSecondJob(exception)) return secondJob
  if (hasFailedMain) return null
  if (state === 'CANCELED') return exception?.type === stuckType ? null : cancelled
  if (state !== 'FAILED' || exception === null) return null
  const rule = rules.find(({ applies }) => applies(exception))
  if (rule === undefined) return null
  const { what, remedy, isDoubtful = false } = rule
  return { what: `the cluster could not run the job: ${what}`, remedy, isDoubtful }
}
