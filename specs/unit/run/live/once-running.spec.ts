/** Rows that wait for their job to run: no longer than that, and not for one that is over. */
import { expect, test } from 'vitest'

import { JobUnderway } from '../../../../harness/run/live/job-underway.ts'
import { onceRunning } from '../../../../harness/run/live/once-running.ts'
import { neverMs } from '../../../patience.ts'
import { fakeFlink } from '../../flink/fake-flink.ts'
import { limitByHand } from '../../limit-by-hand.ts'

const standing = (...statuses: string[]) => ({
  body: { vertices: statuses.map((status, at) => ({ id: `v${at}`, name: `operator ${at}`, status })) },
})

async function* pieces() {
  yield 1
  yield 2
}

function waiting(job: JobUnderway, timeoutMs = neverMs) {
  const end = new AbortController()
  const told: string[] = []
  const rows = onceRunning(pieces(), { job, timeoutMs, signal: end.signal, onWait: (what) => told.push(what) })
  return { end, told, all: Array.fromAsync(rows) }
}

test('they go when every operator runs, and it is said what they wait for', async () => {
  let looks = 0
  await using flink = await fakeFlink({
    'GET /jobs/a1': () => {
      looks += 1
      return standing('RUNNING', looks < 3 ? 'INITIALIZING' : 'RUNNING')
    },
  })
  const job = new JobUnderway()
  const { told, all } = waiting(job)
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  expect(await all).toEqual([1, 2])
  expect(looks).toBe(3)
  expect(told).toEqual(['waiting until the job runs'])
})

test('a job that is over is not waited for, whether it ever ran or not', async () => {
  const never = new JobUnderway()
  const first = waiting(never)
  never.noteOver()
  expect(await first.all).toEqual([1, 2])

  await using flink = await fakeFlink({ 'GET /jobs/a1': standing('INITIALIZING') })
  const failing = new JobUnderway()
  const second = waiting(failing)
  failing.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  failing.noteOver()
  expect(await second.all).toEqual([1, 2])
})

test('a job that does not come to run is told with the operator that does not', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1': standing('RUNNING', 'CREATED') })
  const job = new JobUnderway()
  const limit = limitByHand()
  const { all } = waiting(job, limit.timeoutMs)
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  await limit.pass(() => flink.asked.length > 1)
  await expect(all).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'waited 0.2 s for all operators of the job a1 to run; last seen: operator 1 is CREATED',
  })
})

test('a job without operators does not run yet', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1': [standing(), standing(), standing('RUNNING')] })
  const job = new JobUnderway()
  const { all } = waiting(job)
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  expect(await all).toEqual([1, 2])
  expect(flink.asked).toHaveLength(3)
})

test('a run that is interrupted waits no more', async () => {
  const { end, all } = waiting(new JobUnderway())
  end.abort(new Error('interrupted'))
  await expect(all).rejects.toThrow('interrupted')
})
