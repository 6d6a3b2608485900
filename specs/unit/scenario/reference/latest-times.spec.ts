/** Specs of the watermark of several input partitions. */
import { expect, test } from 'vitest'

import { LatestTimes } from '../../../../harness/scenario/reference/latest-times.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'

test('the least of the latest times never goes back', () => {
  const latest = new LatestTimes([3, 5])
  const noted = ([partition, timeMs]: readonly [number, number]): number => latest.note(partition, timeMs)
  const notes = [
    [3, 10],
    [5, 4],
    [5, 2],
    [3, 3],
    [5, 12],
    [3, 11],
  ] as const
  expect(notes.map(noted)).toEqual([-Infinity, 4, 4, 4, 10, 11])
})

/** Times in windows of ten milliseconds; a row may come two milliseconds after a later one of its partition. */
const byTen = pipeline<number>()
  .eventTime((timeMs) => timeMs, { outOfOrderMs: 2 })
  .keyBy(() => 1)
  .tumblingWindow({ sizeMs: 10, late: (timeMs) => `late ${timeMs}` }, (times) => times.join(' '))

/** Takes [event time, partition] pairs; returns what came of each. */
function through(partitions: readonly number[], rows: readonly (readonly [number, number])[]) {
  const reading = byTen.open(partitions)
  return rows.map(([timeMs, partition], place) => ({
    outs: reading.take(timeMs, place + 2, partition).map(({ out }) => out),
    isLate: reading.lateBehindMs !== null,
  }))
}

test('the watermark is the minimum over the partitions that have rows', () => {
  const taken = through(
    [0, 2],
    [
      [1, 0],
      [40, 0],
      [2, 2],
      [13, 2],
      [3, 0],
    ],
  )
  expect(taken.map(({ outs }) => outs)).toEqual([[], [], [], ['1 2'], ['late 3']])
  expect(taken.map(({ isLate }) => isLate)).toEqual([false, false, false, false, true])
})

test('it waits for a partition whose first row is still to come, and not for one that has none', () => {
  expect(
    through(
      [0, 1],
      [
        [1, 0],
        [40, 0],
      ],
    ).flatMap(({ outs }) => outs),
  ).toEqual([])
  expect(
    through(
      [0],
      [
        [1, 0],
        [40, 0],
      ],
    ).flatMap(({ outs }) => outs),
  ).toEqual(['1'])
  expect(
    through(
      [1],
      [
        [1, 1],
        [40, 1],
      ],
    ).flatMap(({ outs }) => outs),
  ).toEqual(['1'])
})
