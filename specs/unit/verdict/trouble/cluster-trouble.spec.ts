/** Which failures are the cluster's, on texts of real runs (Flink 2.2.1, shortened) and on messages as Flink's classes have them. */
import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { jobException } from '../../../../harness/flink/failure/exceptions.ts'
import { isTransactionCollision, troubleOf } from '../../../../harness/verdict/trouble/cluster-trouble.ts'
import { noJob, unplaced } from '../../../../harness/verdict/run-account.ts'

const failed = (stacktrace: string) => ({ state: 'FAILED', exception: jobException(stacktrace) })
const ofFile = (path: string) => failed(readFileSync(new URL(path, import.meta.url), 'utf8'))
const ofCluster = (what: string): string => `the cluster could not run the job: ${what}`
/** As Flink wraps a cause. */
const caused = (cause: string): string =>
  `org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy\n\tat a.B.c(B.java:1)\nCaused by: ${cause}\n\tat d.E.f(E.java:1)`

test.each([
  ['troubles/checkpoint-expired.txt', 'checkpoints expired', false],
  ['troubles/task-executor-shutting-down.txt', 'a TaskManager was lost', false],
  ['troubles/disk-full-in-python.txt', 'a disk is full', false],
  ['troubles/producer-expired.txt', 'the broker was too slow for the sink of the job', true],
  ['troubles/worker-gone-call-cancelled.txt', 'the Python worker was killed', true],
  ['../../flink/failure/failures/worker-killed.txt', 'the Python worker was killed', true],
])('a real failure: %s', (path, what, isDoubtful) => {
  expect(troubleOf(ofFile(path))).toMatchObject({
    what: ofCluster(what),
    isDoubtful,
    remedy: expect.stringMatching(/^[A-Z].*\.$/),
  })
})

const runtime = 'org.apache.flink.runtime'
const kafka = 'org.apache.flink.kafka.shaded.org.apache.kafka.common.errors'

test.each([
  [
    `${runtime}.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.`,
    'the cluster has too few slots',
    false,
  ],
  [
    'java.util.concurrent.TimeoutException: Could not allocate the required slot within slot request timeout. Please make sure that the cluster has enough resources.',
    'the cluster has too few slots',
    false,
  ],
  [
    'java.lang.IllegalStateException: Writable backchannel already exists.',
    'another sink uses its transactional id prefix',
    false,
  ],
  [
    "java.lang.IllegalStateException: Found duplicate transactionalIdPrefix for multiple Sinks: orders. Transactional id prefix's need to be unique. Sinks with the same prefix and different UIDs are only allowed if they are not running concurrently.",
    'another sink uses its transactional id prefix',
    false,
  ],
  [
    'java.util.concurrent.TimeoutException: Heartbeat of TaskManager with id taskmanager:38817-f59195 timed out.',
    'a TaskManager was lost',
    false,
  ],
  [
    `${runtime}.jobmaster.JobMasterException: TaskManager with id taskmanager:38817-f59195 is no longer reachable.`,
    'a TaskManager was lost',
    false,
  ],
  [
    `${runtime}.io.network.netty.exception.RemoteTransportException: Connection unexpectedly closed by remote task manager 'taskmanager-2/172.18.0.5:41235 [ taskmanager:1 ] '. This might indicate that the remote task manager was lost.`,
    'a TaskManager was lost',
    false,
  ],
  [
    `${runtime}.io.network.netty.exception.RemoteTransportException: Lost connection to task manager 'taskmanager-2/172.18.0.5:41235 [ taskmanager:1 ] '. This indicates that the remote task manager was lost.`,
    'a TaskManager was lost',
    false,
  ],
  [
    'java.util.concurrent.TimeoutException: The heartbeat of JobManager with id 8a timed out.',
    'the JobManager was lost',
    false,
  ],
  [
    'java.util.concurrent.TimeoutException: Invocation of [RemoteRpcInvocation(TaskExecutorGateway.submitTask(TaskDeploymentDescriptor, JobMasterId, Duration))] at recipient [pekko.tcp://flink@taskmanager:6122/user/rpc/taskmanager_0] timed out. This is usually caused by: 1) Pekko failed sending the message silently',
    'a call inside the cluster was not answered in time',
    false,
  ],
  [
    `${runtime}.io.network.partition.PartitionNotFoundException: Partition 4dae4b9c#0@cbc357cc not found.`,
    'one task did not find the output of another',
    false,
  ],
  ['java.io.IOException: No space left on device', 'a disk is full', false],
  ['java.io.FileNotFoundException: /tmp/flink-io/x (Disk quota exceeded)', 'a disk is full', false],
  [
    'org.apache.flink.util.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to Asynchronous task checkpoint failed., view the Checkpoint History tab',
    'checkpoints failed',
    true,
  ],
  [
    `${kafka}.TimeoutException: Expiring 506 record(s) for out-0:120000 ms has passed since batch creation`,
    'the broker was too slow for the sink of the job',
    true,
  ],
  [
    `${kafka}.ProducerFencedException: There is a newer producer with the same transactionalId which fences the current one.`,
    'another producer took over its transactional id',
    true,
  ],
  [
    `${kafka}.InvalidProducerEpochException: Producer attempted to produce with an old epoch.`,
    'another producer took over its transactional id',
    true,
  ],
  ['java.lang.IllegalStateException: Process died with exit code 137', 'the Python worker was killed', true],
  ['java.lang.OutOfMemoryError: Metaspace', 'the TaskManager ran out of memory', true],
  [
    'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
    'the TaskManager reached the limit of processes and threads',
    false,
  ],
])('%s', (cause, what, isDoubtful) => {
  expect(troubleOf(failed(caused(cause)))).toMatchObject({ what: ofCluster(what), isDoubtful })
})

test.each([
  'java.lang.NullPointerException',
  `${kafka}.TimeoutException: Timed out waiting for a node assignment. Call: listNodes`,
  `${kafka}.TimeoutException: Topic out not present in metadata after 60000 ms.`,
  'java.io.IOException: seen: No space was left for a comma',
  'java.lang.IllegalStateException: one record is not in order',
])('is the job’s own: %s', (cause) => {
  expect(troubleOf(failed(caused(cause)))).toBeNull()
})

test.each([
  [`${kafka}.ProducerFencedException: There is a newer producer.`, true],
  [`${kafka}.InvalidProducerEpochException: Producer attempted to produce with an old epoch.`, true],
  ['java.lang.IllegalStateException: Writable backchannel already exists.', true],
  [`${kafka}.TimeoutException: Topic out not present in metadata after 60000 ms.`, false],
])('a transaction collision of the job or none: %s', (cause, isCollision) => {
  expect(isTransactionCollision(jobException(caused(cause)))).toBe(isCollision)
})

test('what Python raises is no transaction collision', () => {
  expect(isTransactionCollision({ ...python, type: 'orders.ProducerFencedException', message: 'x' })).toBe(false)
  expect(isTransactionCollision(null)).toBe(false)
})

const python = { ...unplaced, type: 'ValueError', traceback: 'Traceback (most recent call last):\nValueError: x' }
const messages = [
  'Heartbeat of TaskManager with id x timed out.',
  'No space left on device',
  'The TaskExecutor is shutting down.',
]

test.each(messages)('what Python raises may quote anything: %s', (message) => {
  expect(troubleOf({ state: 'FAILED', exception: { ...python, message } })).toBeNull()
  const inThreadMode = { ...unplaced, type: 'orders.Error', message, file: 'orders/logic.py', line: 3 }
  expect(troubleOf({ state: 'FAILED', exception: inThreadMode })).toBeNull()
})

test('a job that was cancelled was cancelled by somebody else, unless it was stuck', () => {
  expect(troubleOf({ state: 'CANCELED', exception: null })).toMatchObject({
    what: 'the job could not be judged: another program or person cancelled it',
  })
  const stuck = { ...unplaced, type: 'JobStuck', message: 'its source cannot reach the broker' }
  expect(troubleOf({ state: 'CANCELED', exception: stuck })).toBeNull()
  expect(troubleOf({ state: 'CANCELED', exception: raised, hasFailedMain: true })).toBeNull()
})

const raised = { ...python, message: 'x' }
const second = 'Cannot have more than one execute() or executeAsync() call in a single environment.'

test.each([
  ['org.apache.flink.util.FlinkRuntimeException', second],
  [
    'pyflink.util.exceptions.TableException',
    `org.apache.flink.table.api.TableException: Failed to execute sql\n\tat a.B.c(B.java:1)\nCaused by: org.apache.flink.util.FlinkRuntimeException: ${second}`,
  ],
])('a main that starts two jobs is run otherwise by `flink run`: %s', (type, message) => {
  const exception = { ...unplaced, type, message, file: 'job.py', line: 13 }
  const trouble = { remedy: expect.stringContaining('StatementSet'), isDoubtful: false }
  expect(troubleOf({ ...noJob, exception })).toMatchObject(trouble)
  expect(troubleOf({ state: 'CANCELED', exception, hasFailedMain: true })).toMatchObject(trouble)
})

test('a job that has got over its trouble, or still runs, has none', () => {
  const { exception } = failed(caused('java.lang.OutOfMemoryError: Metaspace'))
  for (const state of ['FINISHED', 'RUNNING']) expect(troubleOf({ state, exception })).toBeNull()
  expect(troubleOf({ state: 'FAILED', exception: null })).toBeNull()
  expect(troubleOf(noJob)).toBeNull()
})
