/** The statistics of the bench: small cases that can be reckoned by hand. */
import { describe, expect, test } from 'vitest'

import { logLogSlope, percentile, spreadOf } from '../../../bench/statistics.ts'

describe('a percentile', () => {
  const tens = [100, 20, 30, 40, 50, 60, 70, 80, 90, 10]

  test('is the smallest value that the share does not exceed', () => {
    expect(percentile(tens, 0.5)).toBe(50)
    expect(percentile(tens, 0.51)).toBe(60)
    expect(percentile(tens, 0.95)).toBe(100)
  })

  test('begins with the least and ends with the greatest', () => {
    expect([percentile(tens, 0), percentile(tens, 1)]).toEqual([10, 100])
  })

  test('orders numbers as numbers', () => {
    expect(percentile([9, 10, 100], 1)).toBe(100)
  })

  test('of nothing is refused', () => {
    expect(() => percentile([], 0.5)).toThrow('a percentile of nothing')
  })
})

describe('a spread', () => {
  test('has the value in the middle', () => {
    expect(spreadOf([5, 1, 9, 3, 7])).toEqual({ median: 5, min: 1, max: 9 })
  })

  test('has the mean of the two in the middle of an even number', () => {
    expect(spreadOf([4, 1, 2, 10])).toEqual({ median: 3, min: 1, max: 10 })
    expect(spreadOf([1, 2])).toEqual({ median: 1.5, min: 1, max: 2 })
  })

  test('of one value is that value', () => {
    expect(spreadOf([8])).toEqual({ median: 8, min: 8, max: 8 })
  })

  test.each([1, 3, 5, 7, 9, 11, 49, 2, 6, 22])('finds the middle of the numbers up to %i', (count) => {
    expect(spreadOf(Array.from({ length: count }, (_, at) => at + 1)).median).toBe((count + 1) / 2)
  })
})

describe('a slope', () => {
  const sizes = [1e4, 1e5, 1e6]

  test('is 1 where time grows as size does, whatever the unit', () => {
    expect(logLogSlope(sizes.map((x) => ({ x, y: x / 20_000 })))).toBeCloseTo(1, 12)
  })

  test('is 2 where time grows as the square', () => {
    expect(logLogSlope(sizes.map((x) => ({ x, y: x * x })))).toBeCloseTo(2, 12)
  })

  test('is below 1 where each run has a fixed cost', () => {
    // By hand: y = 2, 11, 101 rises by log10(5.5) and log10(9.18), and by least squares the two ends alone matter.
    const points = sizes.map((x) => ({ x, y: 1 + x / 1e4 }))
    expect(logLogSlope(points)).toBeCloseTo(Math.log10(101 / 2) / 2, 12)
  })

  test('of one place is refused', () => {
    expect(() => logLogSlope([{ x: 10, y: 1 }])).toThrow('two places')
  })
})
