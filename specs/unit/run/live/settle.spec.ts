/** Specs of how long a job is left to itself once it has read everything. */
import { expect, test } from 'vitest'

import type { Appended } from '../../../../harness/kafka/drain/output-reading.ts'
import { untilSettled } from '../../../../harness/run/live/settle.ts'
import { runningFlink } from '../../flink/running/running-flink.ts'

const long = 60_000

interface Situation {
  dueRows?: number | null
  /** Due rows that have come by each look; the last one stays. */
  come?: readonly number[]
  /** End offset and undecided offsets by each question; the last one stays. */
  appended?: readonly (readonly [number, number])[] | null
  settleMs?: number
  windowMs?: number | null
  timeoutMs?: number
  watermarks?: readonly string[]
}

/** Waits, and gives how often the output was asked for its growth. */
async function looks({
  dueRows = 2,
  come = [0],
  appended = [[0, 0]],
  settleMs = long,
  windowMs = null,
  timeoutMs = long,
  watermarks = ['0'],
}: Situation): Promise<{ asked: number; took: number }> {
  await using flink = await runningFlink({ window: { '0.currentInputWatermark': watermarks } })
  let [asked, look] = [0, 0]
  const output = {
    dueRows,
    dueCome: () => come[Math.min(look++, come.length - 1)] ?? 0,
    appended: async (): Promise<Appended | null> => {
      const [end, undecided] = appended?.[Math.min(asked++, appended.length - 1)] ?? [0, 0]
      return appended === null ? null : { ends: [BigInt(end)], undecided: BigInt(undecided) }
    },
  }
  const signal = new AbortController().signal
  const started = performance.now()
  await untilSettled({ flinkUrl: flink.url, jobId: 'a1', output, settleMs, windowMs, timeoutMs, signal })
  return { asked, took: performance.now() - started }
}

test.concurrent('a job whose due rows have all come is not waited for', async () => {
  expect((await looks({ come: [2] })).asked).toBe(0)
  expect((await looks({ come: [2], windowMs: 5000 })).asked).toBe(0)
})

test.concurrent('where nothing is due, or that is not known, it is stopped at once, unless its plan has a processing-time window', async () => {
  expect((await looks({ dueRows: 0 })).asked).toBe(0)
  expect((await looks({ dueRows: null })).asked).toBe(0)
  expect((await looks({ dueRows: 0, windowMs: 5000, settleMs: 100 })).asked).toBeGreaterThan(1)
  expect((await looks({ dueRows: null, appended: null, windowMs: 5000, settleMs: 100 })).took).toBeGreaterThan(90)
})

test.concurrent('rows that are still to come are waited for until they are there', async () => {
  expect((await looks({ come: [0, 0, 1, 1, 1, 2] })).asked).toBeGreaterThan(1)
})

test.concurrent('the longest limit that a timer takes is waited for as well', async () => {
  expect((await looks({ come: [0, 0, 1, 2], timeoutMs: 2 ** 31 - 1 })).asked).toBeGreaterThan(1)
})

test.concurrent('rows of an open transaction count as soon as no more of them come', async () => {
  const { asked, took } = await looks({
    appended: [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  })
  expect(asked).toBeGreaterThan(3)
  expect(took).toBeGreaterThan(400)
})

test.concurrent('a job that brings nothing new for the time is waited for no longer; each row and watermark is news', async () => {
  expect((await looks({ settleMs: 100 })).took).toBeGreaterThan(90)
  const rows = Array.from({ length: 8 }, (_, at) => [at, 0] as const)
  expect((await looks({ settleMs: 200, appended: rows })).took).toBeGreaterThan(500)
  expect((await looks({ settleMs: 600, watermarks: ['0', '1'] })).took).toBeGreaterThan(1000)
})

const growing = Array.from({ length: 10_000 }, (_, at) => [at, 0] as const)

test.concurrent('a job whose rows still come at the limit is late, which is no proof against it', async () => {
  await expect(looks({ timeoutMs: 200, dueRows: 200, come: [120], appended: growing })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'rows still came after 0.2 s: 80 due rows are missing',
    remedy: 'Allow the job more time (`jobTimeoutMs`).',
  })
  await expect(looks({ timeoutMs: 200, dueRows: null, windowMs: 50, appended: growing })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'rows still came after 0.2 s',
  })
})

test.concurrent('a limit that is shorter than the time to settle in proves nothing of rows that are missing', async () => {
  await expect(looks({ timeoutMs: 200 })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'nothing came for 0.2 s, which is less than `settleMs`: 2 due rows are missing',
  })
})

test.concurrent('where only watermarks still move at the limit, the job is waited for no longer', async () => {
  const watermarks = Array.from({ length: 100 }, (_, at) => `${at}`)
  expect((await looks({ timeoutMs: 1600, settleMs: 700, watermarks })).took).toBeGreaterThan(1500)
})

test.concurrent('where no due row is known, a processing-time window is waited for until the limit', async () => {
  expect((await looks({ dueRows: null, appended: null, windowMs: 50, timeoutMs: 200 })).took).toBeGreaterThan(190)
  expect((await looks({ dueRows: 0, windowMs: 50, timeoutMs: 200 })).took).toBeGreaterThan(190)
})
