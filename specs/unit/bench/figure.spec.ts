/** Figures: medians, ratios, and what is not known. */
import { expect, test } from 'vitest'

import { figureJson, figureOf, figureOfMany, ratioOf } from '../../../bench/figure.ts'

const head = { id: 'a', what: 'stack ready', unit: 's' } as const
const values = (...seconds: number[]) => seconds.map((value) => ({ value }))

test('the ratio is that of the medians, not the median of ratios', () => {
  expect(ratioOf(figureOf(head, values(1, 4, 9), values(8, 2, 30)))).toBe(4 / 8)
})

test('what has no baseline has no ratio', () => {
  const figure = figureOf(head, values(1, 2, 3))
  expect([figure.baseline, ratioOf(figure)]).toEqual([null, null])
})

test('the CPU time of a side is known when that of every measurement is', () => {
  const known = figureOf(head, [
    { value: 1, cpuSeconds: 5 },
    { value: 2, cpuSeconds: 7 },
    { value: 3, cpuSeconds: 6 },
  ])
  expect(known.ours.cpuSeconds).toBe(6)
  expect(figureOf(head, [{ value: 1, cpuSeconds: 5 }, { value: 2 }]).ours.cpuSeconds).toBeNull()
})

test('no CPU time at all is a time too', () => {
  expect(figureOf(head, [{ value: 1, cpuSeconds: 0 }]).ours.cpuSeconds).toBe(0)
})

test('as JSON it begins with what is asked of it, and keeps the spreads', () => {
  expect(figureJson(figureOf(head, [{ value: 2, cpuSeconds: 3 }], values(4, 6)))).toEqual({
    id: 'a',
    what: 'stack ready',
    unit: 's',
    ours: 2,
    baseline: 5,
    ratio: 0.4,
    runs: 1,
    oursSide: { median: 2, min: 2, max: 2, cpuSeconds: 3 },
    baselineSide: { median: 5, min: 4, max: 6, cpuSeconds: null },
  })
})

test('a value that is made of many measurements says of how many', () => {
  const figure = figureOfMany({ id: 'h', what: 'round trip', unit: 'ms' }, 300, 20, 1000)
  expect([figure.runs, ratioOf(figure)]).toEqual([300, 0.02])
})
