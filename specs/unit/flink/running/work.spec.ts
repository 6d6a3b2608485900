/** Specs of whether a running job works. */
import { expect, test, vi } from 'vitest'

import { readWork, WorkWatch } from '../../../../harness/flink/running/work.ts'
import { planOf, runningFlink } from './running-flink.ts'

type Metrics = Parameters<typeof runningFlink>[0][string]

const idle = { '0.busyTimeMsPerSecond': ['4'], '0.backPressuredTimeMsPerSecond': ['0'] }

async function workOf(window: Metrics, status = 'RUNNING') {
  await using flink = await runningFlink({ window }, { 'GET /jobs/a1': planOf(status) })
  return await readWork({ flinkUrl: flink.url, jobId: 'a1' })
}

test('a task that waits for rows is not busy, though it sends watermarks', async () => {
  expect(await workOf(idle)).toMatchObject({ isBusy: false })
  expect(await workOf({ ...idle, '1.busyTimeMsPerSecond': ['1000'] })).toMatchObject({ isBusy: true })
  expect(await workOf({ ...idle, '1.backPressuredTimeMsPerSecond': ['1000'] })).toMatchObject({ isBusy: true })
})

test('a task that starts is busy, and one that has ended is not', async () => {
  expect(await workOf(idle, 'INITIALIZING')).toMatchObject({ isBusy: true })
  expect(await workOf(idle, 'FINISHED')).toMatchObject({ isBusy: false })
})

test('each row that a task has taken or passed on makes another text', async () => {
  const [none, taken, passedOn] = await Promise.all([
    workOf({ '0.numRecordsIn': ['3'], '0.numRecordsOut': ['3'] }),
    workOf({ '0.numRecordsIn': ['4'], '0.numRecordsOut': ['3'] }),
    workOf({ '0.numRecordsIn': ['3'], '0.numRecordsOut': ['4'] }),
  ])
  expect(new Set([none.rows, taken.rows, passedOn.rows]).size).toBe(3)
})

/** What is seen in a second reading of a job, so long after the first one. */
async function seenAfter(ms: number, window: Metrics, status = 'RUNNING'): Promise<boolean> {
  await using flink = await runningFlink({ window }, { 'GET /jobs/a1': planOf(status) })
  let nowMs = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const watch = new WorkWatch({ flinkUrl: flink.url, jobId: 'a1' })
  await watch.hasWorked({})
  nowMs = ms
  const hasWorked = await watch.hasWorked({})
  clock.mockRestore()
  return hasWorked
}

const busy = { '0.busyTimeMsPerSecond': ['1000'] }

test('a task that is called busy works only if its idle time stands still', async () => {
  expect(await seenAfter(1000, { ...busy, '0.accumulateIdleTimeMs': ['40', '60'] })).toBe(true)
  expect(await seenAfter(1000, { ...busy, '0.accumulateIdleTimeMs': ['40', '640'] })).toBe(false)
  // One of two subtasks is enough.
  const two = { '1.busyTimeMsPerSecond': ['1000'], '1.accumulateIdleTimeMs': ['18', '18'] }
  expect(await seenAfter(1000, { ...busy, '0.accumulateIdleTimeMs': ['40', '640'], ...two })).toBe(true)
  expect(await seenAfter(1000, { ...idle, '0.accumulateIdleTimeMs': ['40', '40'] })).toBe(false)
})

test('rows that have moved are work, and so is a start', async () => {
  expect(await seenAfter(1000, { '0.numRecordsOut': ['3', '4'] })).toBe(true)
  expect(await seenAfter(1000, { '0.numRecordsOut': ['3', '3'] })).toBe(false)
  expect(await seenAfter(1000, idle, 'INITIALIZING')).toBe(true)
})

test('readings that may be the same one are not compared', async () => {
  expect(await seenAfter(999, { ...busy, '0.accumulateIdleTimeMs': ['40', '40'] })).toBe(false)
})
