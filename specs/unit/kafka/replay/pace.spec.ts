/** The pace is judged on a clock of its own: rows go as early as it allows. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { Pace, waitUntilDue } from '../../../../harness/kafka/replay/pace.ts'

/** When rows go, if each is held up by so many milliseconds and otherwise goes when it is due. */
function timesOf(rowsPerSecond: number, delaysMs: readonly number[]): number[] {
  const pace = new Pace(rowsPerSecond)
  let nowMs = 1000
  return delaysMs.map((delayMs) => {
    nowMs += delayMs
    nowMs += pace.waitMs(nowMs)
    pace.noteGone(nowMs)
    return nowMs
  })
}

test('rows that are never held up go exactly at the rate', () => {
  expect(timesOf(100, [0, 0, 0, 0, 0])).toEqual([1000, 1010, 1020, 1030, 1040])
})

test('the first row goes at once', () => {
  expect(new Pace(0.001).waitMs(5)).toBe(0)
})

test('in any span of time no more rows go than the rate allows, and a tenth of a second of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 60 }),
      (rowsPerSecond, delaysMs) => {
        const times = timesOf(rowsPerSecond, delaysMs)
        const tooMany = times.flatMap((from, first) =>
          times.slice(first).filter((to, later) => later > ((to - from + 100) * rowsPerSecond) / 1000 + 1 + 1e-6),
        )
        expect(tooMany).toEqual([])
      },
    ),
  )
})

test('a short delay is made up for, a long one is not', () => {
  expect(timesOf(100, [0, 50, 0, 0, 0, 0, 0]).at(-1)).toBe(1060)
  expect(timesOf(100, [0, 5000, ...Array.from({ length: 20 }, () => 0)]).at(-1)).toBeGreaterThan(6000)
})

test('an endless rate never waits', () => {
  expect(timesOf(Infinity, [0, 0, 0, 7, 0])).toEqual([1000, 1000, 1000, 1007, 1007])
})

test('a wait for a row that is due in an hour ends when it is told to', async () => {
  const stop = new AbortController()
  const waiting = waitUntilDue(3_600_000, stop.signal)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toMatchObject({ cause: stop.signal.reason })
})
