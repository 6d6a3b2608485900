/** Specs of whether a running job works. */
import { expect, test } from 'vitest'

import { readWork } from '../../../../harness/flink/running/work.ts'
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
