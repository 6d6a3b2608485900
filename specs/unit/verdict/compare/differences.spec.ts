/** Which fields are named when two rows differ. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Decimal } from '../../../../harness/scenario/decimal.ts'
import { differences } from '../../../../harness/verdict/compare/differences.ts'
import { canonicalText } from '../../../../harness/verdict/compare/equality.ts'

const exactly: ReadonlyMap<string, number> = new Map()
const paths = (expected: unknown, observed: unknown, tolerance = exactly): string[] =>
  differences(expected, observed, tolerance).map((field) => field.path)

const within = (a: unknown, b: unknown, allowed: number): boolean =>
  paths({ t: a }, { t: b }, new Map([['t', allowed]])).length === 0

describe('differences', () => {
  test('names each field that differs by its path, with both values', () => {
    const expected = { id: 1, wind: { speed: 3, gusts: [1, 2] }, 'odd name': 'a' }
    const observed = { id: 1, wind: { speed: 4, gusts: [1, 5] }, 'odd name': 'b' }
    expect(differences(expected, observed, exactly)).toEqual([
      { path: 'wind.speed', expected: 3, observed: 4 },
      { path: 'wind.gusts[1]', expected: 2, observed: 5 },
      { path: '["odd name"]', expected: 'a', observed: 'b' },
    ])
  })

  test('gives undefined for the side on which a field is missing', () => {
    expect(differences({ a: 1, list: [1] }, { b: null, list: [1, 2] }, exactly)).toEqual([
      { path: 'a', expected: 1, observed: undefined },
      { path: 'list[1]', expected: undefined, observed: 2 },
      { path: 'b', expected: undefined, observed: null },
    ])
  })

  test('compares whole values where one side is no object, or a list and no object', () => {
    expect(paths('text', { a: 1 })).toEqual([''])
    expect(paths({ a: [1] }, { a: { 0: 1 } })).toEqual(['a'])
    expect(paths({ a: {} }, { a: [] })).toEqual(['a'])
    expect(paths([undefined], [])).toEqual(['[0]'])
    expect(paths([undefined], [null])).toEqual([])
  })

  test('lets a number be off by its tolerance and no further', () => {
    const tolerance = new Map([['t', 0.1]])
    expect(paths({ t: 1 }, { t: 1.1 }, tolerance)).toEqual([])
    expect(paths({ t: 1 }, { t: 1.1001 }, tolerance)).toEqual(['t'])
    expect(paths({ t: 10n ** 20n }, { t: 10n ** 20n + 1n }, new Map([['t', 1]]))).toEqual([])
    expect(paths({ t: 10n ** 20n }, { t: 10n ** 20n + 2n }, new Map([['t', 1]]))).toEqual(['t'])
  })

  test('lets an integer of any size and a double be off from each other', () => {
    const tolerance = new Map([['t', 0.1]])
    expect(paths({ t: 10n }, { t: 10.05 }, tolerance)).toEqual([])
    expect(paths({ t: 10.05 }, { t: 10n }, tolerance)).toEqual([])
    expect(paths({ t: 10n }, { t: 10.2 }, tolerance)).toEqual(['t'])
  })

  test('measures by the decimals that doubles are written as, and lets nothing beyond the tolerance through', () => {
    expect(within(1, 1.1, 0.1)).toBe(true)
    expect(within(0.3, 0.2, 0.1)).toBe(true)
    expect(within(1, 1.100_000_000_000_000_3, 0.1)).toBe(false)
    expect(within(2 ** 60, 2n ** 60n + 200n, 199)).toBe(false)
    expect(within(2 ** 60, 2n ** 60n + 200n, 200)).toBe(true)
    expect(within(2n ** 60n + 1n, 2 ** 60, 1)).toBe(true)
    expect(within(10n ** 400n, 10n ** 400n + 1n, 1)).toBe(true)
    expect(within(10n ** 400n, 10n ** 400n + 2n, 1)).toBe(false)
    expect(within(Decimal.of('1.1000000000000000001'), 1, 0.1)).toBe(false)
    expect(within(Decimal.of('1.1000000000000000000'), 1n, 0.1)).toBe(true)
    expect(within(1.7e308, -1.7e308, 1e308)).toBe(false)
  })

  test('applies a tolerance to numbers of top-level fields alone', () => {
    const tolerance = new Map([['t', 0.1]])
    expect(paths({ in: { t: 1 } }, { in: { t: 1.05 } }, tolerance)).toEqual(['in.t'])
    expect(paths({ t: [1] }, { t: [1.05] }, tolerance)).toEqual(['t[0]'])
    expect(paths({ t: '1' }, { t: 1 }, tolerance)).toEqual(['t'])
  })

  test('lets NaN and infinity be near to themselves alone', () => {
    const tolerance = new Map([['t', 0.1]])
    const special = [Number.NaN, Infinity, -Infinity]
    for (const value of special) {
      expect(paths({ t: value }, { t: value }, tolerance)).toEqual([])
      expect(paths({ t: value }, { t: 1 }, tolerance)).toEqual(['t'])
    }
    expect(paths({ t: Infinity }, { t: -Infinity }, tolerance)).toEqual(['t'])
  })

  test('lists a hundred fields at most', () => {
    expect(paths(Array(1000).fill(1), Array(1000).fill(2))).toHaveLength(100)
  })

  test('finds nothing exactly when the values are equal', () => {
    const anyValue = fc.anything({ maxDepth: 2, maxKeys: 3, withBigInt: true, withDate: true })
    const anyPair = fc.oneof(
      fc.tuple(anyValue, anyValue),
      anyValue.map((value) => [value, value]),
    )
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(paths(a, b).length === 0).toBe(canonicalText(a) === canonicalText(b))
      }),
      { numRuns: 1000 },
    )
  })
})
