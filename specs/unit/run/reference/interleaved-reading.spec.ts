/** Specs of a reference on another order of its rows. */
import { expect, test } from 'vitest'

import { readInterleaved } from '../../../../harness/run/reference/interleaved-reading.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'

/** Rows are times; windows have ten milliseconds. */
const byTen = pipeline<number>()
  .eventTime((timeMs) => timeMs)
  .keyBy(() => 1)
  .tumblingWindow({ sizeMs: 10, late: (timeMs) => `late ${timeMs}` }, (times) => times.join(' '))
const scenario = { reference: byTen, inputPartitions: 2 }

/** Lines from 2 on. */
const inputOf = (times: readonly number[], partitionOf: readonly number[]) => ({
  rows: times.map((row, at) => ({ row, line: at + 2 })),
  partitionOf,
})

test('rows are read in that order, and windows have an order of their own', () => {
  const input = inputOf([1, 2, 12, 13], [0, 1, 0, 1])
  const { expected, partitionOf } = readInterleaved(scenario, input, [1, 1, 0, 0])
  expect(expected.map(({ out, line }) => [out, line])).toEqual([
    ['2 1', 2],
    ['13 12', 4],
  ])
  expect(partitionOf).toEqual([2, 2])
})

test('a row that waits is read when its watermark has come, and so are the rows behind it', () => {
  const input = inputOf([1, 12, 2, 14, 3, 5], [0, 0, 1, 1, 1, 0])
  const inFile = readInterleaved(scenario, input, input.partitionOf)
  expect(inFile.lateBehindMs).toEqual([null, null, null, null, 9, 9])
  expect(inFile.expected.map(({ out }) => out)).toEqual(['1 2', 'late 3', 'late 5', '12 14'])
  expect(inFile.partitionOf).toEqual([2, 1, 0, 2])
  // Partition 0 first: its last row is late, which it would not be if it did not wait.
  const sent = { ...input, lateBehindMs: inFile.lateBehindMs }
  const outs = (given: typeof input) =>
    readInterleaved(scenario, given, [0, 0, 0, 1, 1, 1]).expected.map(({ out }) => out)
  expect(outs(sent)).toEqual(['1 2', 'late 5', 'late 3', '12 14'])
  expect(outs(input)).toEqual(['1 5 2', 'late 3', '12 14'])
})
