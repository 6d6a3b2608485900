/** Specs of the trial: what outputs of sentinels say of a job. */
import { expect, test } from 'vitest'

import { chooseSentinels } from '../../../../../harness/property/arbitrary/sentinels.ts'
import { judgeTrial } from '../../../../../harness/property/batch/trial/trial.ts'
import { observedRows } from '../../../verdict/compare/rows.ts'
import { dropped, kept, scenario } from '../../orders.ts'

const sentinels = chooseSentinels(scenario, { kept, dropped }, 4)
const outs = sentinels.map(({ out }) => out as object)
const tryWith = (...outputs: readonly object[]) => judgeTrial(sentinels, observedRows(...outputs), new Map())

test('all as expected: each marks its place', () => {
  expect(tryWith(...outs)).toEqual({ marks: sentinels, broken: [], isOrdered: true })
})

test('all, but in another order: nothing marks a place', () => {
  expect(tryWith(...outs.toReversed())).toEqual({ marks: [], broken: [], isOrdered: false })
})

test('wrong ones that can be told apart mark places by what they are, and are failures', () => {
  const wrong = outs.map((out) => ({ ...out, cents: -1 }))
  const { marks, broken, isOrdered } = tryWith(...wrong)
  expect(marks.map(({ out }) => out)).toEqual(wrong)
  expect(broken).toEqual(sentinels)
  expect(isOrdered).toBe(true)
})

test('one that is right within the tolerance is not broken, and marks its place as it is', () => {
  const near = outs.map((out) => ({ ...out, cents: (out as { cents: number }).cents + 0.25 }))
  const { marks, broken } = judgeTrial(sentinels, observedRows(...near), new Map([['cents', 0.5]]))
  expect(broken).toEqual([])
  expect(marks.map(({ out }) => out)).toEqual(near)
})

test('all within the tolerance, but in another order: none is broken', () => {
  const near = outs.map((out) => ({ ...out, cents: (out as { cents: number }).cents + 0.25 }))
  const trial = judgeTrial(sentinels, observedRows(...near.toReversed()), new Map([['cents', 0.5]]))
  expect(trial).toEqual({ marks: [], broken: [], isOrdered: false })
})

test('one that is lost is a failure, and the others mark places', () => {
  const { marks, broken } = tryWith(...outs.toSpliced(1, 1))
  expect(marks).toEqual(sentinels.toSpliced(1, 1))
  expect(broken).toEqual(sentinels.slice(1, 2))
})

test('doubled or alike, they mark nothing', () => {
  expect(tryWith(...outs.flatMap((out) => [out, out])).marks).toEqual([])
  expect(tryWith(...outs.map(() => ({ same: true }))).marks).toEqual([])
  expect(tryWith(...outs.map(() => ({ same: true }))).broken).toEqual(sentinels)
})
