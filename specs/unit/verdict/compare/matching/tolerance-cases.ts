/** Cases of rows with tolerances, held against trying every pairing: as many as the spec asks for. */
import * as fc from 'fast-check'
import { expect } from 'vitest'

import { Decimal } from '../../../../../harness/scenario/decimal.ts'
import { compare } from '../../../../../harness/verdict/compare/compare.ts'
import type { Comparison, Verdict } from '../../../../../harness/verdict/comparison.ts'
import { judge } from '../../../../../harness/verdict/judge.ts'
import { expectedRows, observedRows } from '../rows.ts'
import { inOnePartition, streamed } from '../streamed-account.ts'

/** A row: hundredths of two numbers, so that what is right can be told without floating point. */
interface Row {
  readonly kind: string
  readonly x: number
  readonly y: number
}

interface ToleranceCase {
  readonly expected: readonly Row[]
  readonly observed: readonly Row[]
  /** Hundredths. */
  readonly tolerance: { readonly x: number; readonly y: number }
  /** The types that numbers are written in, in turn. */
  readonly types: readonly ('number' | 'decimal')[]
}

/** Numbers near enough to each other for most to have several partners, and with none that doubles hold exactly. */
const row = fc.record({ kind: fc.constantFrom('a', 'a', 'b'), x: fc.nat({ max: 60 }), y: fc.nat({ max: 30 }) })
const tolerance = fc.record({ x: fc.constantFrom(0, 10, 10, 20, 7), y: fc.constantFrom(0, 0, 10, 15) })
const types = fc.array(fc.constantFrom('number' as const, 'decimal' as const), { minLength: 1, maxLength: 3 })
/** How far each number is off, in parts of a tenth of its tolerance. */
const offBy = fc.record({ x: fc.integer({ min: -10, max: 10 }), y: fc.integer({ min: -10, max: 10 }) })

/** Any rows on either side. */
const anyCase: fc.Arbitrary<ToleranceCase> = fc.record({
  expected: fc.array(row, { maxLength: 6 }),
  observed: fc.array(row, { maxLength: 6 }),
  tolerance,
  types,
})

/** What a right job gives: each row off by no more than the tolerance, in the order of the input. */
const rightCase: fc.Arbitrary<ToleranceCase> = fc
  .record({ rows: fc.array(fc.tuple(row, offBy), { minLength: 1, maxLength: 7 }), tolerance, types })
  .map(({ rows, tolerance: allowed, types: kinds }) => ({
    expected: rows.map(([one]) => one),
    observed: rows.map(([{ kind, x, y }, off]) => {
      return { kind, x: x + Math.trunc((off.x * allowed.x) / 10), y: y + Math.trunc((off.y * allowed.y) / 10) }
    }),
    tolerance: allowed,
    types: kinds,
  }))

/** The same in any order. */
const shuffledCase: fc.Arbitrary<ToleranceCase> = rightCase.chain(({ expected, observed, ...settings }) => {
  const { length } = observed
  const shuffled = fc.shuffledSubarray([...observed], { minLength: length, maxLength: length })
  return fc.record({ expected: fc.constant(expected), observed: shuffled, ...constants(settings) })
})

const constants = ({ tolerance: allowed, types: kinds }: Pick<ToleranceCase, 'tolerance' | 'types'>) => ({
  tolerance: fc.constant(allowed),
  types: fc.constant(kinds),
})

/** Any rows are paired as well as can be, and the streamed comparison gives the same account. Returns how many cases held. */
export async function pairsAsManyAsCanBe(numRuns: number): Promise<number> {
  let cases = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyCase, shuffledCase), fc.constantFrom('any', 'input'), async (one, order) => {
      cases += 1
      const best = mostPairs(one)
      const { counts } = await accountOf(one, order)
      expect(counts.matched).toBe(best)
      const isPerfect = best === one.expected.length && best === one.observed.length
      expect(counts.lost + counts.unexpected + counts.duplicated + counts.differing === 0).toBe(isPerfect)
    }),
    { numRuns },
  )
  return cases
}

/** A right job passes: where order does not count, in any order; where it does, in the order of the input. Returns how many passed. */
export async function passesRightJobs(numRuns: number): Promise<number> {
  let passed = 0
  const cases = fc.oneof(
    fc.tuple(shuffledCase, fc.constant('any' as const)),
    fc.tuple(rightCase, fc.constant('input' as const)),
  )
  await fc.assert(
    fc.asyncProperty(cases, async ([one, order]) => {
      expect(verdictOn(await accountOf(one, order))).toBe('pass')
      passed += 1
    }),
    { numRuns },
  )
  return passed
}

async function accountOf(one: ToleranceCase, order: 'any' | 'input'): Promise<Comparison> {
  const [expected, observed] = [written(one.expected, one.types), written(one.observed, one.types.toReversed())]
  const settings = { tolerance: { x: one.tolerance.x / 100, y: one.tolerance.y / 100 }, order, identity: () => 'none' }
  const seen = observedRows(...observed)
  const whole = compare<unknown>({ ...settings, expected: expectedRows(...expected), observed: seen })
  const placed = inOnePartition(...expected)
  const { comparison } = await streamed<unknown>({ expected: placed, observed: seen }, settings)
  expect(comparison).toEqual(whole)
  return whole
}

const written = (rows: readonly Row[], kinds: ToleranceCase['types']): unknown[] =>
  rows.map(({ kind, x, y }, place) => {
    const number = (hundredths: number): number | Decimal =>
      kinds[place % kinds.length] === 'number' ? hundredths / 100 : Decimal.of(hundredths).times('0.010')
    return { kind, x: number(x), y: number(y) }
  })

/** The most pairs there can be, by trying every way to give each expected row one of the observed rows or none. */
function mostPairs({ expected, observed, tolerance: allowed }: ToleranceCase): number {
  const best = (from: number, taken: ReadonlySet<number>): number => {
    const one = expected[from]
    if (one === undefined) return 0
    const without = best(from + 1, taken)
    const near = observed.keys().filter((place) => {
      const other = observed[place]
      return (
        !taken.has(place) &&
        other?.kind === one.kind &&
        Math.abs(other.x - one.x) <= allowed.x &&
        Math.abs(other.y - one.y) <= allowed.y
      )
    })
    return Math.max(without, ...near.map((place) => 1 + best(from + 1, new Set([...taken, place]))))
  }
  return best(0, new Set())
}

const verdictOn = (comparison: Comparison): Verdict =>
  judge({
    problem: null,
    ledger: { sent: 1, acknowledged: 1 },
    job: { state: 'FINISHED', exception: null },
    drainedToKnownEnd: true,
    comparison,
  }).verdict
