/** Specs of watching a job to its end. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../harness/errors.ts'
import { cancelJob, watchJob } from '../../../harness/flink/watch-job.ts'
import { neverMs } from '../../patience.ts'
import { limitByHand } from '../limit-by-hand.ts'
import { fakeFlink, vertex } from './fake-flink.ts'

const metrics = {
  'read-records': 1461,
  'write-records': 506,
  'accumulated-busy-time': 900,
  'accumulated-idle-time': 'NaN',
  'accumulated-backpressured-time': 7,
}
const vertices = [vertex('Source: days', { parallelism: 2, metrics })]
const standing = (state: string, counts: Record<string, number> = {}) => ({
  body: { jid: 'a1', name: 'rainy', state, duration: 1234, 'status-counts': counts, vertices },
})

const failures = (...stacktraces: readonly string[]) => ({
  body: { exceptionHistory: { entries: stacktraces.map((stacktrace) => ({ stacktrace })) } },
})

const watch = (flinkUrl: string) => ({ flinkUrl, jobId: 'a1', timeoutMs: neverMs })

test('a job is watched through every state until it is FINISHED', async () => {
  await using flink = await fakeFlink({
    'GET /jobs/a1/exceptions': failures(),
    'GET /jobs/a1': ['INITIALIZING', 'CREATED', 'RUNNING', 'FINISHED'].map((state) => standing(state)),
  })
  expect(await watchJob(watch(flink.url))).toEqual({
    id: 'a1',
    name: 'rainy',
    state: 'FINISHED',
    durationMs: 1234,
    restarts: 0,
    operators: [
      {
        name: 'Source: days',
        parallelism: 2,
        recordsIn: 1461,
        recordsOut: 506,
        busyMs: 900,
        idleMs: null,
        backPressuredMs: 7,
      },
    ],
    checkpoints: null,
    exception: null,
    rawExceptions: { exceptionHistory: { entries: [] } },
  })
})

test('whoever wants to is told of every look at it', async () => {
  const states = ['CREATED', 'RUNNING', 'FINISHED']
  await using flink = await fakeFlink({
    'GET /jobs/a1/exceptions': failures(),
    'GET /jobs/a1': states.map((state) => standing(state)),
  })
  const seen: string[] = []
  await watchJob({ ...watch(flink.url), onStanding: ({ state }) => seen.push(state) })
  expect(seen).toEqual(states)
})

test('a job that FAILED is told with its newest failure, and each earlier one was a restart', async () => {
  await using flink = await fakeFlink({
    'GET /jobs/a1/exceptions': failures('a.Last: third', 'a.B: second', 'a.B: first'),
    'GET /jobs/a1': [standing('RESTARTING'), standing('FAILING'), standing('FAILED')],
  })
  expect(await watchJob(watch(flink.url))).toMatchObject({
    state: 'FAILED',
    restarts: 2,
    exception: { type: 'a.Last', message: 'third' },
  })
})

test('a job that FINISHED after failures was restarted after each of them', async () => {
  await using flink = await fakeFlink({
    'GET /jobs/a1/exceptions': failures('a.B: second', 'a.B: first'),
    'GET /jobs/a1': standing('FINISHED'),
  })
  expect(await watchJob(watch(flink.url))).toMatchObject({ state: 'FINISHED', restarts: 2 })
})

test('a job that does not end is told with its state, its operators and its last failure', async () => {
  await using flink = await fakeFlink({
    'GET /jobs/a1/exceptions': failures('a.B: first\nand more'),
    'GET /jobs/a1': standing('RESTARTING', { FAILED: 1, CREATED: 2, RUNNING: 0 }),
  })
  const limit = limitByHand()
  const watched = watchJob({ ...watch(flink.url), timeoutMs: limit.timeoutMs })
  await limit.pass(() => flink.asked.length > 1)
  await expect(watched).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'waited 0.2 s for the job a1 to end; last seen: RESTARTING, its operators: 1 FAILED, 2 CREATED',
    details: ['last failure: a.B: first\nand more'],
  })
})

test('a job that is gone ends the wait at once', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1': { status: 404, body: { errors: ['Job a1 not found'] } } })
  await expect(watchJob(watch(flink.url))).rejects.toMatchObject({
    code: 'FLINK_REST_FAILED',
    message: expect.stringContaining('answered 404: Job a1 not found'),
  })
})

test('a refused connection is told as the death that the caller hears of a moment later', async () => {
  const flink = await fakeFlink({})
  await flink[Symbol.asyncDispose]()
  const died = new AbortController()
  const reason = new StreamassayError('CONTAINER_DIED', 'jobmanager exited with 137', { remedy: 'Read its log.' })
  const watched = watchJob({ ...watch(flink.url), signal: died.signal })
  setTimeout(() => died.abort(reason), 100)
  await expect(watched).rejects.toBe(reason)
})

test('a job that is cancelled is waited for until it is CANCELED', async () => {
  await using flink = await fakeFlink({
    'PATCH /jobs/a1?mode=cancel': { status: 202, body: {} },
    'GET /jobs/a1': [standing('RUNNING'), standing('CANCELLING'), standing('CANCELED')],
  })
  expect(await cancelJob(watch(flink.url))).toBe('CANCELED')
  expect(flink.asked[0]).toBe('PATCH /jobs/a1?mode=cancel')
})

test('a job that has ended already is left as it is', async () => {
  await using flink = await fakeFlink({
    'PATCH /jobs/a1?mode=cancel': { status: 409, body: { errors: ['already FINISHED'] } },
    'GET /jobs/a1': standing('FINISHED'),
  })
  expect(await cancelJob(watch(flink.url))).toBe('FINISHED')
})

test('a cluster that refuses to cancel is told', async () => {
  await using flink = await fakeFlink({ 'PATCH /jobs/a1': { status: 500, body: { errors: ['no leader'] } } })
  await expect(cancelJob(watch(flink.url))).rejects.toThrow('answered 500: no leader')
})

/** Tells a failure of a task as a TaskManager logs it. */
const entry = (atMs: number, failure: string): string => {
  const time = new Date(atMs).toISOString().slice(0, 23).replace('T', ' ').replace('.', ',')
  const task = 'Source: days (1/1)#0 (1_2_3_4) switched from RUNNING to FAILED with failure cause:'
  return `${time} WARN  a.Task [] - ${task}\na.B: ${failure}\n`
}

test.each([-5, 5])('a failure in the log is found by a cluster whose clock is %i minutes ahead', async (minutes) => {
  const startedMs = Date.now() + minutes * 60_000
  await using flink = await fakeFlink({
    'GET /jobs/a1/exceptions': failures(
      'org.apache.flink.runtime.operators.coordination.TaskNotRunningException: lost',
    ),
    'GET /jobs/a1': { body: { ...standing('FAILED').body, 'start-time': startedMs } },
  })
  const ofAnother = entry(startedMs - 2000, 'of another job')
  const ofThis = entry(startedMs + 2000, 'of this job')
  const failureIn = async (log: string): Promise<string | undefined> =>
    (await watchJob({ ...watch(flink.url), readTaskManagerLog: () => Promise.resolve(log) })).exception?.message
  expect(await failureIn(ofAnother + ofThis)).toBe('of this job')
  expect(await failureIn(ofAnother)).toBe('lost')
})
