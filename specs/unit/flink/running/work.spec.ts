/** Specs of whether a running job works. */
import { expect, test, vi } from 'vitest'

import { WorkWatch } from '../../../../harness/flink/running/work.ts'
import { planOf, runningFlink } from './running-flink.ts'

type Metrics = Parameters<typeof runningFlink>[0][string]

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

const mail = { '0.mailboxQueueSize': ['1'] }
const idling = { '0.accumulateIdleTimeMs': ['40', '640'] }
const still = { '0.accumulateIdleTimeMs': ['40', '60'] }

test('a task with something in its mailbox works if its idle time stands still', async () => {
  expect(await seenAfter(1000, { ...mail, ...still })).toBe(true)
  expect(await seenAfter(1000, { ...mail, ...idling })).toBe(false)
  expect(await seenAfter(1000, { '0.mailboxQueueSize': ['0'], ...still })).toBe(false)
  // What came between two readings, and is gone, is no work.
  expect(await seenAfter(1000, { '0.mailboxQueueSize': ['1', '0'], ...still })).toBe(false)
})

test('one of several subtasks is enough, each by its own idle time', async () => {
  const other = { '11.mailboxQueueSize': ['7'], '11.accumulateIdleTimeMs': ['900', '900'] }
  expect(await seenAfter(1000, { ...mail, ...idling, ...other })).toBe(true)
  expect(await seenAfter(1000, { ...mail, ...idling, '11.accumulateIdleTimeMs': ['900', '900'] })).toBe(false)
})

test('the gauges of busy time, which are means over a minute, are not asked', async () => {
  const busy = { '0.busyTimeMsPerSecond': ['1000'], '0.backPressuredTimeMsPerSecond': ['1000'] }
  expect(await seenAfter(1000, { ...busy, ...still })).toBe(false)
})

test('rows that have moved are work, and so is a start', async () => {
  expect(await seenAfter(1000, { '0.numRecordsIn': ['3', '4'] })).toBe(true)
  expect(await seenAfter(1000, { '0.numRecordsOut': ['3', '4'] })).toBe(true)
  expect(await seenAfter(1000, { '0.numRecordsOut': ['3', '3'] })).toBe(false)
  expect(await seenAfter(1000, still, 'INITIALIZING')).toBe(true)
})

test('the last metrics of a task that has finished are no work', async () => {
  expect(await seenAfter(1000, { ...mail, ...still }, 'FINISHED')).toBe(false)
})

test('readings that may be the same one are not compared', async () => {
  expect(await seenAfter(499, { ...mail, ...still })).toBe(false)
})
