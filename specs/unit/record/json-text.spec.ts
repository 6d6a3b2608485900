/** Specs of JSON as text, exactly. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { doubleText, jsonText } from '../../../harness/record/json-text.ts'
import { Decimal } from '../../../harness/scenario/decimal.ts'
import { hostileText } from './hostile-text.ts'

describe('a double', () => {
  test.each([
    [10, '10.0'],
    [-0, '-0.0'],
    [0, '0.0'],
    [0.1, '0.1'],
    [1e20, '100000000000000000000.0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%d is written as %s', (value, text) => expect(doubleText(value)).toBe(text))

  test('always has a fraction or an exponent, and is read back to the bit', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(doubleText(value)).toMatch(/[.e]/)
        expect(JSON.parse(doubleText(value))).toBe(value)
      }),
    )
  })
})

/** Without whole numbers beyond 53 bits, of which JSON.stringify rounds the last digits. */
const withoutLong = (_: string, value: unknown): unknown =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? 0 : value

describe('JSON', () => {
  test('is what JSON.stringify writes, where that loses nothing', () => {
    // Once through JSON, -0 is 0.
    const value = fc.jsonValue().map((any): unknown => JSON.parse(JSON.stringify(any, withoutLong)))
    fc.assert(
      fc.property(fc.tuple(value, hostileText), (pair) => {
        expect(jsonText(pair)).toBe(JSON.stringify(pair))
      }),
    )
  })

  test('keeps what JSON.stringify loses', () => {
    expect(jsonText({ long: 2n ** 63n, zero: -0, none: Number.NaN })).toBe(
      '{"long":9223372036854775808,"zero":-0.0,"none":NaN}',
    )
  })

  test('has all the digits of a whole number that is beyond 53 bits', () => {
    expect(jsonText([2 ** 60, -(2 ** 60), 2 ** 53, 1e21])).toBe(
      '[1152921504606846976,-1152921504606846976,9007199254740992,1e+21]',
    )
  })

  test('has all the digits of a decimal, as a number that is no int', () => {
    const decimals = ['1.10', '12345678901234567890.5', '5', '+0.5', '1e-30'].map((text) => Decimal.of(text))
    expect(jsonText({ decimals })).toBe('{"decimals":[1.10,12345678901234567890.5,5.0,0.5,1e-30]}')
  })

  test('is ASCII-escaped where UTF-8 has no form, in names too', () => {
    expect(jsonText({ '\ud800': '\udfff' })).toBe(String.raw`{"\ud800":"\udfff"}`)
  })

  test('is refused to what it cannot hold, by place', () => {
    expect(() => jsonText({ a: [1, { b: undefined }] })).toThrow('cannot write $.a[1].b as JSON: it is undefined')
    expect(() => jsonText([new Date(0)])).toThrow('cannot write $[0] as JSON: it is Date')
    expect(() => jsonText(() => 1)).toThrow(expect.objectContaining({ code: 'RECORD_UNENCODABLE' }))
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => jsonText(loop)).toThrow('more than 200 levels')
  })
})
