/** Specs of sentinels: that each passes by the reference, and that no two are alike. */
import { expect, test } from 'vitest'

import { chooseSentinels } from '../../../../harness/property/arbitrary/sentinels.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { columns, dropped, kept, scenario } from '../orders.ts'

test('as many as are wanted, each with one output of its own', () => {
  const sentinels = chooseSentinels(scenario, { kept, dropped }, 200)
  expect(sentinels).toHaveLength(200)
  expect(new Set(sentinels.map(({ text }) => text)).size).toBe(200)
  for (const { row, out } of sentinels) expect(scenario.reference.apply([{ ...row }])).toEqual([out])
})

test('the same ones each time', () => {
  expect(chooseSentinels(scenario, { kept, dropped }, 50)).toEqual(chooseSentinels(scenario, { kept, dropped }, 50))
})

test('without a row that passes they are made up', () => {
  const sentinels = chooseSentinels(scenario, { kept: [], dropped: [] }, 3)
  expect(sentinels).toHaveLength(3)
})

test('of a job with few outputs there are few, and of one that lets nothing pass there is none', () => {
  const flags = pipeline(columns).map(({ total }) => ({ isLarge: total >= 100 }))
  expect(chooseSentinels({ input: scenario.input, reference: flags }, { kept, dropped }, 10)).toHaveLength(2)
  const nothing = pipeline(columns).filter(() => false)
  expect(chooseSentinels({ input: scenario.input, reference: nothing }, { kept, dropped }, 10)).toEqual([])
})
