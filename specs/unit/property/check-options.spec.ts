/** Specs of a check's options: defaults, and what is refused. */
import { expect, test } from 'vitest'

import { planCheck } from '../../../harness/property/check-options.ts'

test('what is not given has a default, and a seed of 32 bits is drawn', () => {
  const plan = planCheck('orders', {})
  expect(plan).toMatchObject({ cases: 200, maxRows: 20, batch: 200, regressions: 'fixtures/regressions/orders' })
  expect(Number.isInteger(plan.seed)).toBe(true)
  expect(Math.abs(plan.seed)).toBeLessThanOrEqual(2 ** 31)
})

test('with a time and no number of cases, only time ends the check', () => {
  expect(planCheck('orders', { minutes: 2 })).toMatchObject({ cases: Number.POSITIVE_INFINITY, limitMs: 120_000 })
  expect(planCheck('orders', { minutes: 2, cases: 7 }).cases).toBe(7)
})

test('the folder of regressions can be another one, or none', () => {
  expect(planCheck('orders', { regressions: 'elsewhere' }).regressions).toBe('elsewhere')
  expect(planCheck('orders', { regressions: null }).regressions).toBe(null)
})

test.each([
  [{ cases: 0 }, 'cases: '],
  [{ cases: 1.5 }, 'cases: '],
  [{ maxRows: 0 }, 'maxRows: '],
  [{ minutes: 0 }, 'minutes: '],
  [{ seed: 2 ** 31 }, 'seed: '],
  [{ seed: 1, path: '1:x' }, 'path: expected numbers with colons, such as 12:0:3'],
  [{ path: '1:2' }, 'path: it needs a `seed`'],
])('%j is refused', (options, problem) => {
  expect(() => planCheck('orders', options)).toThrow(`the check of orders: ${problem}`)
})
