/** Specs of cases: that a seed and a path mean the same here as to fast-check itself. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { arbitraryCase, caseAt, casesFrom, nextSeed } from '../../../../harness/property/cases/case.ts'

const cases = arbitraryCase(fc.record({ id: fc.integer(), name: fc.string() }), 20)

/** The first cases that `fc.check` hands to a predicate. */
async function casesOfCheck(seed: number, count: number): Promise<unknown[]> {
  const seen: unknown[] = []
  await fc.check(
    fc.asyncProperty(cases, async (rows) => void seen.push(structuredClone(rows))),
    { seed, numRuns: count },
  )
  return seen
}

test('the cases of a seed are those that fc.check makes of it', async () => {
  const ofCheck = await casesOfCheck(42, 60)
  expect(structuredClone(casesFrom(cases, 42, 0, 60))).toEqual(ofCheck)
  expect(structuredClone(casesFrom(cases, 42, 37, 23))).toEqual(ofCheck.slice(37))
})

const holds = (rows: readonly { readonly id: number }[]): boolean => rows.every(({ id }) => id < 1000)

test('a path leads where it leads fc.check', async () => {
  const found = await fc.check(
    fc.asyncProperty(cases, async (rows) => holds(rows)),
    { seed: 7 },
  )
  const path = found.counterexamplePath ?? ''
  expect(path).toContain(':')
  expect(caseAt(cases, { seed: 7, path })).toEqual(found.counterexample?.[0])
})

test('cases have from one row to as many as they may', () => {
  const sizes = casesFrom(cases, 1, 0, 500).map((rows) => rows.length)
  expect(Math.min(...sizes)).toBe(1)
  expect(Math.max(...sizes)).toBe(20)
})

test('the next seed is always the same, and another one', () => {
  expect(nextSeed(42)).toBe(nextSeed(42))
  expect(new Set([42, nextSeed(42), nextSeed(nextSeed(42))]).size).toBe(3)
})
