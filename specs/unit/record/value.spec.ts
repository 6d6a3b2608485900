/** Specs of values on the wire, read and written. */
import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'

import { jsonText } from '../../../harness/record/json-text.ts'
import { decodeJson, decodeValue } from '../../../harness/record/value.ts'
import type { DecodedValue } from '../../../harness/record/value.ts'
import type { ObservedRow } from '../../../harness/verdict/comparison.ts'
import { hostileText } from './hostile-text.ts'

const refuseAll = (): never => {
  throw new Error('too short')
}

const decodeText = (text: string): unknown => decodeJson(Buffer.from(text))

describe('decoding', () => {
  test.each([
    ['10', 10],
    ['10.0', 10],
    ['-0.0', -0],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', 9_007_199_254_740_992n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9007199254740993.0', 9_007_199_254_740_992],
    ['1e21', 1e21],
    ['NaN', Number.NaN],
    ['-Infinity', Number.NEGATIVE_INFINITY],
  ])('%s is %s', (text, value) => expect(decodeText(text)).toBe(value))

  test("Python's names are read among others, and left alone in strings", () => {
    const text = String.raw`{"NaN":[NaN,Infinity,-Infinity,12345678901234567890,0e0,0e00],"a\"":"NaN, \"Infinity\\","b":NaN}`
    expect(decodeText(text)).toEqual({
      NaN: [Number.NaN, Infinity, -Infinity, 12_345_678_901_234_567_890n, 0, 0],
      'a"': String.raw`NaN, "Infinity\ `.trim(),
      b: Number.NaN,
    })
  })

  test.each([
    '-NaN',
    '+Infinity',
    '1NaN',
    'NaN5',
    'NaN.5',
    '1.NaN',
    'nan',
    '[NaN NaN]',
    'Infinity0',
    '5.Infinity',
    '-1.Infinity',
    '[0.Infinity]',
    "{'a': 1}",
    '',
    '1 2',
  ])('refuses %j', (text) => expect(() => decodeText(text)).toThrow(/^not JSON: /))

  test('lets the last of equal names count, as Python does', () =>
    expect(decodeText('{"a":1,"a":2}')).toEqual({ a: 2 }))

  test('keeps a field named __proto__', () => {
    expect(Object.keys(decodeText('{"__proto__":12345678901234567890}') as object)).toEqual(['__proto__'])
  })
})

test('what is encoded is decoded again, exactly', () => {
  // Integers of up to 53 bits come back as numbers; -0 and what is not finite come back as they are.
  const leaf = fc.oneof(
    hostileText,
    fc.double(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n }),
    fc.bigInt({ max: -(2n ** 53n) }),
    fc.boolean(),
    fc.constantFrom(null, -0, Number.NaN, 'NaN', '"Infinity"', '0e0', '\\'),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
  }))
  fc.assert(
    fc.property(value, (original) => {
      fc.pre(everyPart(original, isExact))
      expect(decodeJson(Buffer.from(jsonText(original)))).toEqual(original)
    }),
    { numRuns: 500 },
  )
})

/** Whether a number comes back as it was written: a whole number beyond 53 bits comes back as a bigint. */
const isExact = (part: unknown): boolean =>
  typeof part !== 'number' || !Number.isInteger(part) || Number.isSafeInteger(part)

/** Whether something holds of a value and all its parts. */
const everyPart = (value: unknown, holds: (part: unknown) => boolean): boolean =>
  holds(value) &&
  (typeof value !== 'object' || value === null || Object.values(value).every((part) => everyPart(part, holds)))

describe('a record value', () => {
  test('is decoded', () => expect(decodeValue(Buffer.from('{"a":1}'))).toEqual({ decoded: { a: 1 } }))

  test('that is missing is a problem', () =>
    expect(decodeValue(null)).toEqual({ raw: null, problem: 'no value (tombstone)' }))

  test('that is not UTF-8, or not JSON, is kept raw with the reason', () => {
    const raw = Buffer.from([0x22, 0xff, 0x22])
    expect(decodeValue(raw)).toEqual({ raw, problem: 'not UTF-8' })
    expect(decodeValue(Buffer.from('{"a":'))).toMatchObject({ problem: expect.stringMatching(/^not JSON: /) })
  })

  test('is decoded by the format of the scenario, whose errors are problems', () => {
    const value = Buffer.from('x')
    expect(decodeValue(value, (bytes) => bytes.length)).toEqual({ decoded: 1 })
    expect(decodeValue(value, refuseAll)).toEqual({
      raw: value,
      problem: expect.stringMatching(/^too short, thrown at specs\/.*value\.spec\.ts:\d+$/),
    })
  })

  test('never throws, whatever the bytes', () => {
    const jsonish = fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '-',
        '0',
        '12',
        '.',
        'e',
        'NaN',
        'Infinity',
        'null',
      ),
    })
    const bytes = fc.oneof(
      fc.uint8Array(),
      jsonish.map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(bytes, (value) => {
        expect(decodeValue(value)).toBeTypeOf('object')
      }),
      { numRuns: 1000 },
    )
    expect(decodeValue(Buffer.from('['.repeat(1_000_000)))).toHaveProperty('problem')
  })

  test('has the shape that the comparison takes', () => {
    expectTypeOf<DecodedValue>().toEqualTypeOf<ObservedRow['value']>()
  })
})
