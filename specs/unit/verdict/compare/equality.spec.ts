/** When two values count as equal. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { canonicalText, exactText, isEqual } from '../../../../harness/verdict/compare/equality.ts'
import { alikeValues } from './values.ts'

const equal = (a: unknown, b: unknown): boolean => canonicalText(a) === canonicalText(b)
const none: ReadonlyMap<string, number> = new Map()

/** JSON with its fields sorted: a slow and plain canonical text. */
const sorted = (json: unknown): string =>
  JSON.stringify(json, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

describe('canonicalText', () => {
  test('makes a bigint equal to the number of the same value, at any size', () => {
    expect(equal(5n, 5)).toBe(true)
    expect(equal(10n ** 22n, 1e22)).toBe(true)
    expect(equal(2n ** 53n + 1n, 2 ** 53)).toBe(false)
    expect(equal(5n, 5.5)).toBe(false)
  })

  test('makes NaN equal to NaN, and -0 to 0', () => {
    expect(equal(Number.NaN, Number.NaN)).toBe(true)
    expect(equal(Number.NaN, null)).toBe(false)
    expect(equal(-0, 0)).toBe(true)
    expect(equal(-0, 0n)).toBe(true)
  })

  test('tells a text from what it looks like', () => {
    expect(equal('5', 5)).toBe(false)
    expect(equal('null', null)).toBe(false)
    expect(equal('true', true)).toBe(false)
    expect(equal('NaN', Number.NaN)).toBe(false)
  })

  test('takes undefined for a missing field and null for a value, but an undefined element for null', () => {
    expect(equal({ a: undefined }, {})).toBe(true)
    expect(equal({ a: null }, {})).toBe(false)
    expect(equal([undefined], [null])).toBe(true)
    expect(equal([null], [])).toBe(false)
    // oxlint-disable-next-line no-sparse-arrays -- a list with a hole in it is what is meant
    expect(equal([,], [null])).toBe(true)
  })

  test('looks at the order of elements and not at that of fields, at any depth', () => {
    expect(equal({ a: { b: 1, c: [1, 2] }, d: 2 }, { d: 2, a: { c: [1, 2], b: 1 } })).toBe(true)
    expect(equal([1, 2], [2, 1])).toBe(false)
  })

  test('takes a Date for its ISO text, as it would be on the wire', () => {
    expect(equal({ at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' })).toBe(true)
  })

  test('is the same for two JSON values only if they are deeply equal', () => {
    const few = fc.constantFrom(0, 1, '', 'a', ',', '"', null, true)
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        few,
        fc.array(tie('value')),
        fc.dictionary(fc.constantFrom('a', 'b', ','), tie('value')),
      ),
    }))
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(equal(a, b)).toBe(sorted(a) === sorted(b))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('isEqual', () => {
  test('is true for two values exactly when their canonical texts are the same', () => {
    fc.assert(
      fc.property(alikeValues, ([a, b]) => {
        expect(isEqual(a, b)).toBe(canonicalText(a) === canonicalText(b))
      }),
      { numRuns: 5000 },
    )
  })

  test('takes a field of the name toJSON for what it is', () => {
    expect(isEqual({ toJSON: 1 }, { toJSON: 1n })).toBe(true)
    expect(isEqual({ toJSON: 1 }, { toJSON: 2 })).toBe(false)
  })

  test('does not take what an object inherits for a field of it', () => {
    expect(isEqual(JSON.parse('{"__proto__":{}}'), { a: 1 })).toBe(false)
    expect(isEqual({ toString: 1 }, { a: 1 })).toBe(false)
  })

  test('finds a difference in any field, however many there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (fields, place) => {
        const row = Object.fromEntries(Array.from({ length: fields }, (_, number) => [`f${number}`, number]))
        expect(isEqual(row, { ...row })).toBe(true)
        expect(isEqual(row, { ...row, [`f${place % fields}`]: -1 })).toBe(false)
      }),
    )
  })
})

describe('exactText', () => {
  test('leaves out the numbers of top-level fields that have a tolerance', () => {
    const tolerance = new Map([['t', 0.1]])
    expect(exactText({ id: 1, t: 2 }, tolerance)).toBe(exactText({ id: 1, t: 3n }, tolerance))
    expect(exactText({ id: 1, t: 2 }, tolerance)).not.toBe(exactText({ id: 2, t: 2 }, tolerance))
    expect(exactText({ id: 1, t: 2 }, tolerance)).not.toBe(exactText({ id: 1, t: '2' }, tolerance))
    expect(exactText({ in: { t: 2 } }, tolerance)).not.toBe(exactText({ in: { t: 3 } }, tolerance))
  })

  test('is the canonical text where there is no tolerance', () => {
    expect(exactText({ b: 1, a: [2] }, none)).toBe(canonicalText({ b: 1, a: [2] }))
  })
})
