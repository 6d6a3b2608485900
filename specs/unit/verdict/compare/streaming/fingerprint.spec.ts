/** The number that equal values share, and in all likelihood no others. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { canonicalText, exactText } from '../../../../../harness/verdict/compare/equality.ts'
import { fingerprint } from '../../../../../harness/verdict/compare/streaming/fingerprint.ts'
import { alikeValues } from '../values.ts'

const exact: ReadonlyMap<string, number> = new Map()

describe('fingerprint', () => {
  test('is the same for two values exactly when their canonical texts are', () => {
    fc.assert(
      fc.property(alikeValues, ([a, b]) => {
        expect(fingerprint(a, exact) === fingerprint(b, exact)).toBe(canonicalText(a) === canonicalText(b))
      }),
      { numRuns: 5000 },
    )
  })

  test('leaves out the numbers that a tolerance applies to, as the exact text does', () => {
    const tolerance = new Map([['t', 0.1]])
    const row = fc.record({ t: fc.constantFrom<unknown>(1, 2n, '1', null, { t: 1 }), id: fc.nat({ max: 1 }) })
    fc.assert(
      fc.property(row, row, (a, b) => {
        const isSame = fingerprint(a, tolerance) === fingerprint(b, tolerance)
        expect(isSame).toBe(exactText(a, tolerance) === exactText(b, tolerance))
      }),
    )
  })

  test('is a whole number that a double holds exactly', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(fingerprint(value, exact)).toSatisfy((number: number) => Number.isSafeInteger(number) && number >= 0)
      }),
    )
  })

  test('tells neighbours apart: the rows of a count, of a clock and of large keys', () => {
    const count = 200_000
    const prints = new Set<number>()
    for (let n = 0; n < count; n += 1) {
      prints.add(fingerprint({ id: n, at: n / 1000 }, exact))
      prints.add(fingerprint({ id: `${n}`, at: -n }, exact))
      prints.add(fingerprint({ x: n % 447, y: Math.floor(n / 447) }, exact))
      prints.add(fingerprint({ id: 2n ** 60n + BigInt(n), tags: [n, n + 1] }, exact))
    }
    expect(prints.size).toBe(4 * count)
  })

  test('spreads its lower bits, by which a table finds its place', () => {
    const places = new Set<number>()
    for (let n = 0; n < 4096; n += 1) places.add(fingerprint(n, exact) & 4095)
    // Of places taken at random, 1 - 1/e.
    expect(places.size / 4096).toBeGreaterThan(0.6)
    expect(places.size / 4096).toBeLessThan(0.67)
  })
})
