/** Specs of how long a job is left to itself once it has read everything. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

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
  /** What else a task measures of itself. */
  metrics?: Readonly<Record<string, readonly string[]>>
}

/** How long a look at the output takes, on a clock that nothing else moves: waiting for it would tell no more. */
const lookMs = 250
let nowMs = 0

beforeEach(() => {
  nowMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
})
afterEach(() => void vi.restoreAllMocks())

/** Waits, and gives how often the output was asked for its growth, and how long that took. */
async function looks({
  dueRows = 2,
  come = [0],
  appended = [[0, 0]],
  settleMs = long,
  windowMs = null,
  timeoutMs = long,
  watermarks = ['0'],
  metrics = {},
}: Situation): Promise<{ asked: number; took: number }> {
  await using flink = await runningFlink({ window: { '0.currentInputWatermark': watermarks, ...metrics } })
  let [asked, look] = [0, 0]
  const output = {
    dueRows,
    dueCome: () => come[Math.min(look++, come.length - 1)] ?? 0,
    appended: async (): Promise<Appended | null> => {
      nowMs += lookMs
      const [end, undecided] = appended?.[Math.min(asked++, appended.length - 1)] ?? [0, 0]
      return appended === null ? null : { ends: [BigInt(end)], undecided: BigInt(undecided) }
    },
  }
  const signal = new AbortController().signal
  const startedMs = nowMs
  await untilSettled({ flinkUrl: flink.url, jobId: 'a1', output, settleMs, windowMs, timeoutMs, signal })
  return { asked, took: nowMs - startedMs }
}

test('a job whose due rows have all come is not waited for', async () => {
  expect((await looks({ come: [2] })).asked).toBe(0)
  expect((await looks({ come: [2], windowMs: 5000 })).asked).toBe(0)
})

test('where nothing is due, or that is not known, it is stopped at once, unless its plan has a processing-time window', async () => {
  expect((await looks({ dueRows: 0 })).asked).toBe(0)
  expect((await looks({ dueRows: null })).asked).toBe(0)
  expect((await looks({ dueRows: 0, windowMs: 5000, settleMs: 100 })).asked).toBe(2)
  expect((await looks({ dueRows: null, appended: null, windowMs: 5000, settleMs: 100 })).took).toBe(2 * lookMs)
})

test('rows that are still to come are waited for until they are there', async () => {
  expect((await looks({ come: [0, 0, 1, 1, 1, 2] })).asked).toBe(3)
})

test('the longest limit that a timer takes is waited for as well', async () => {
  expect((await looks({ come: [0, 0, 1, 2], timeoutMs: 2 ** 31 - 1 })).asked).toBe(2)
})

test('rows of an open transaction count as soon as no more of them come', async () => {
  const open = await looks({
    appended: [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  })
  // The last ones came with the third look.
  expect(open).toEqual({ asked: 5, took: 3 * lookMs + 500 })
})

test('a job that brings nothing new for the time is waited for no longer; each row and watermark is news', async () => {
  expect((await looks({ settleMs: 100 })).took).toBe(2 * lookMs)
  const rows = Array.from({ length: 8 }, (_, at) => [at, 0] as const)
  expect((await looks({ settleMs: 200, appended: rows })).took).toBe(9 * lookMs)
  expect((await looks({ settleMs: 600, watermarks: ['0', '1'] })).took).toBe(6 * lookMs)
})

const seconds = Array.from({ length: 1000 }, (_, at) => `${at * 1000}`)
/** A mail is on its way at any time. */
const waiting = { '0.mailboxQueueSize': ['1'], '0.accumulateIdleTimeMs': seconds }
const computing = { '0.mailboxQueueSize': ['1'], '0.accumulateIdleTimeMs': ['40'] }

test('a task that computes is news, and one that only waits is none', async () => {
  const come = [...Array.from({ length: 40 }, () => 0), 2]
  const idle = await looks({ settleMs: 1000, metrics: waiting, come })
  const busy = await looks({ settleMs: 1000, metrics: computing, come })
  expect(idle.took).toBe(5 * lookMs)
  // It goes on until its rows have come.
  expect(busy.took).toBe(20 * lookMs)
})

test('a job that still computes at the limit is late, which is no proof against it', async () => {
  await expect(looks({ settleMs: 1500, timeoutMs: 20 * lookMs, metrics: computing })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'the job was still busy after 5 s: 2 due rows are missing',
    remedy: expect.stringMatching(
      /^Allow the job more time \(`jobTimeoutMs`\)\. If an operator never rests, .*`ends: 'never'`\.$/,
    ),
  })
  // A row that nobody waits for is no reason to leave it undecided.
  expect(
    (await looks({ dueRows: 0, windowMs: 50, settleMs: 1500, timeoutMs: 20 * lookMs, metrics: computing })).took,
  ).toBe(20 * lookMs)
})

const growing = Array.from({ length: 10_000 }, (_, at) => [at, 0] as const)

test('a job whose rows still come at the limit is late, which is no proof against it', async () => {
  await expect(looks({ timeoutMs: 2 * lookMs, dueRows: 200, come: [120], appended: growing })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'rows were still arriving after 0.5 s: 80 due rows are missing',
    remedy: 'Allow the job more time (`jobTimeoutMs`).',
  })
  await expect(looks({ timeoutMs: 2 * lookMs, dueRows: null, windowMs: 50, appended: growing })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'rows were still arriving after 0.5 s',
  })
})

test('a limit that is shorter than the time to settle in proves nothing of rows that are missing', async () => {
  await expect(looks({ timeoutMs: 2 * lookMs })).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'no row arrived for 0.5 s, which is less than `settleMs`: 2 due rows are missing',
  })
})

test('where only watermarks still move at the limit, the job is waited for no longer', async () => {
  const watermarks = Array.from({ length: 100 }, (_, at) => `${at}`)
  expect((await looks({ timeoutMs: 7 * lookMs, settleMs: 700, watermarks })).took).toBe(7 * lookMs)
})

test('where no due row is known, a processing-time window is waited for until the limit', async () => {
  expect((await looks({ dueRows: null, appended: null, windowMs: 50, timeoutMs: 2 * lookMs })).took).toBe(2 * lookMs)
  expect((await looks({ dueRows: 0, windowMs: 50, timeoutMs: 2 * lookMs })).took).toBe(2 * lookMs)
})
