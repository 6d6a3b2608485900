/** Specs of stopping a job by a savepoint that nobody keeps. */
import { expect, test, vi } from 'vitest'

import { stopJob } from '../../../../harness/flink/running/stop-job.ts'
import { neverMs, patience } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import { fakeFlink } from '../fake-flink.ts'

const stop = (flinkUrl: string, timeoutMs = neverMs) => ({
  flinkUrl,
  jobId: 'a1',
  timeoutMs,
  signal: new AbortController().signal,
})
const asked = { body: { 'request-id': 'r1' } }
const underway = { body: { status: { id: 'IN_PROGRESS' }, operation: null } }
const done = { body: { status: { id: 'COMPLETED' }, operation: { location: 'file:/tmp/savepoint-1' } } }

test('asks for everything that is due, waits until it is out, and removes the savepoint', async () => {
  await using flink = await fakeFlink({
    'POST /jobs/a1/stop': asked,
    'GET /jobs/a1/savepoints/r1': [underway, done],
    'POST /savepoint-disposal': asked,
  })
  await stopJob(stop(flink.url))
  expect(JSON.parse(flink.bodies[0] ?? '')).toMatchObject({ drain: true })
  expect(flink.asked).toEqual([
    'POST /jobs/a1/stop',
    'GET /jobs/a1/savepoints/r1',
    'GET /jobs/a1/savepoints/r1',
    'POST /savepoint-disposal',
    'GET /jobs/a1/checkpoints/config',
  ])
  expect(JSON.parse(flink.bodies[3] ?? '')).toEqual({ 'savepoint-path': 'file:/tmp/savepoint-1' })
})

test('a savepoint that cannot be removed keeps nobody from being judged', async () => {
  await using flink = await fakeFlink({ 'POST /jobs/a1/stop': asked, 'GET /jobs/a1/savepoints/r1': done })
  await expect(stopJob(stop(flink.url))).resolves.toBeUndefined()
})

/** Stops a job whose TaskManagers remove folders, and returns these. */
async function removedBy(flinkUrl: string): Promise<{ readonly removed: string[]; readonly failure: unknown }> {
  const removed: string[] = []
  const removeFolder = async (folder: string): Promise<void> => {
    removed.push(folder)
    throw new Error('rm: not permitted')
  }
  const failure: unknown = await stopJob({ ...stop(flinkUrl), removeFolder }).catch((error: unknown) => error)
  return { removed, failure }
}

test('removes the state that the TaskManagers have written, also where Flink could not stop the job', async () => {
  const cause = { class: 'a.B', 'stack-trace': 'a.B: no disk' }
  const failed = { body: { status: { id: 'COMPLETED' }, operation: { 'failure-cause': cause } } }
  const folder = '/tmp/streamassay-savepoints/a1'
  await using flink = await fakeFlink({
    'POST /jobs/a1/stop': asked,
    'GET /jobs/a1/savepoints/r1': [done, failed],
    'GET /jobs/a1/checkpoints/config': { body: { checkpoint_storage: 'FileSystemCheckpointStorage' } },
  })
  expect(await removedBy(flink.url)).toEqual({ removed: [folder], failure: undefined })
  expect(JSON.parse(flink.bodies[0] ?? '')).toMatchObject({ targetDirectory: `file://${folder}` })
  expect(await removedBy(flink.url)).toMatchObject({ removed: [folder], failure: { code: 'JOB_STOP_FAILED' } })
})

test('asks no TaskManager where the JobManager keeps the state', async () => {
  await using flink = await fakeFlink({
    'POST /jobs/a1/stop': asked,
    'GET /jobs/a1/savepoints/r1': done,
    'GET /jobs/a1/checkpoints/config': { body: { checkpoint_storage: 'JobManagerCheckpointStorage' } },
  })
  expect(await removedBy(flink.url)).toEqual({ removed: [], failure: undefined })
})

/** Ends the wait for a stop that Flink has accepted, and returns what was removed then. */
async function overtaken(by: 'the end of the job' | 'the end of the run'): Promise<readonly string[]> {
  const [wait, run] = [new AbortController(), new AbortController()]
  const removed: string[] = []
  await using flink = await fakeFlink({
    'POST /jobs/a1/stop': asked,
    'GET /jobs/a1/savepoints/r1': () => (wait.signal.aborted ? done : underway),
    'GET /jobs/a1/checkpoints/config': { status: 404, body: {} },
    'POST /savepoint-disposal': asked,
  })
  const stopping = stopJob({
    ...stop(flink.url),
    signal: wait.signal,
    run: run.signal,
    removeFolder: async (folder) => void removed.push(folder),
  })
  await vi.waitUntil(() => flink.asked.length > 2, patience)
  if (by === 'the end of the run') run.abort()
  wait.abort(new Error(by))
  await expect(stopping).rejects.toThrow(by)
  return [...removed, ...flink.asked.filter((line) => line.includes('disposal'))]
}

test('removes the savepoint of a job that was seen to end before it was seen to have stopped', async () => {
  const folder = '/tmp/streamassay-savepoints/a1'
  expect(await overtaken('the end of the job')).toEqual([folder, 'POST /savepoint-disposal'])
})

test('removes nothing once the run is over', async () => {
  expect(await overtaken('the end of the run')).toEqual([])
})

test('says why Flink could not', async () => {
  const cause = {
    class: 'a.CheckpointException',
    'stack-trace': 'a.CheckpointException: no disk\n\tat a.B\nCaused by: c',
  }
  await using flink = await fakeFlink({
    'POST /jobs/a1/stop': asked,
    'GET /jobs/a1/savepoints/r1': { body: { status: { id: 'COMPLETED' }, operation: { 'failure-cause': cause } } },
  })
  await expect(stopJob(stop(flink.url))).rejects.toMatchObject({
    code: 'JOB_STOP_FAILED',
    message: 'the job a1 could not be stopped: a.CheckpointException: no disk',
    details: ['\tat a.B', 'Caused by: c'],
  })
})

test('ends at its limit', async () => {
  await using flink = await fakeFlink({ 'POST /jobs/a1/stop': asked, 'GET /jobs/a1/savepoints/r1': underway })
  const limit = limitByHand()
  const stopping = stopJob(stop(flink.url, limit.timeoutMs))
  await limit.pass(() => flink.asked.length > 2)
  await expect(stopping).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'waited 0.2 s for the job a1 to stop; last seen: IN_PROGRESS',
  })
})
