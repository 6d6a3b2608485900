/** Specs of how many rows a job may write. */
import { expect, test } from 'vitest'

import { endlessText, mostRowsOf } from '../../../../harness/verdict/output/most-rows.ts'

test('a job may write ten times as many rows as are expected, and not three million too many', () => {
  expect(mostRowsOf(0)).toBe(10_000)
  expect(mostRowsOf(1000)).toBe(20_000)
  expect(mostRowsOf(2_000_000)).toBe(5_010_000)
})

test('the reason names the limit and what was expected', () => {
  expect(endlessText(10_020, 2)).toBe('the job wrote more than 10020 rows (expected: 2)')
})
