/** The longest increasing run, checked against a slow and plain way. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { longestRun } from '../../../../../harness/verdict/compare/order/longest-run.ts'

/** The length of the longest strictly increasing subsequence, in quadratic time. */
function longestLength(numbers: readonly number[]): number {
  const endingAt: number[] = []
  for (const [place, number] of numbers.entries()) {
    endingAt[place] = 1 + Math.max(0, ...endingAt.filter((_, before) => (numbers[before] ?? number) < number))
  }
  return Math.max(0, ...endingAt)
}

describe('longestRun', () => {
  test('gives ascending positions of strictly increasing numbers, as many as there can be', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 40 }), (numbers) => {
        const run = [...longestRun(numbers)]
        const chosen = run.map((position) => numbers[position] ?? -1)
        expect(run).toHaveLength(longestLength(numbers))
        for (const positions of [run, chosen]) {
          expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b))
        }
      }),
    )
  })
})
