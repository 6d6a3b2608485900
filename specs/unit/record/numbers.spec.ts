/** Which numbers of JSON are doubles, and which keep every digit. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { asDecimals, asDoubles, withDecimalsIn } from '../../../harness/record/numbers.ts'
import type { NumberReader } from '../../../harness/record/numbers.ts'
import { decodeJson } from '../../../harness/record/value.ts'
import { Decimal } from '../../../harness/scenario/decimal.ts'

const read = (text: string, numbers: NumberReader): unknown => decodeJson(Buffer.from(text), numbers)
const readers = [asDoubles, asDecimals]
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('a number', () => {
  test('is the double of its shortest text, however it is read', () => {
    fc.assert(
      fc.property(doubles, (value) => {
        fc.pre(!Object.is(value, -0))
        const text = String(value).includes('.') ? String(value) : value.toExponential()
        for (const numbers of readers) expect(read(text, numbers)).toBe(value)
      }),
      { numRuns: 2000 },
    )
  })

  test('is the double of its text of 17 digits, unless a column is a decimal', () => {
    fc.assert(
      fc.property(doubles, (value) => {
        fc.pre(value !== 0)
        expect(read(value.toExponential(16), asDoubles)).toBe(value)
      }),
      { numRuns: 2000 },
    )
    // As Java wrote 2e23 until version 19: no other double is nearer.
    expect(read('1.9999999999999998E23', asDoubles)).toBe(2e23)
    expect(read('0.10000000000000001', asDoubles)).toBe(0.1)
    expect(read('0.10000000000000001', asDecimals)).toEqual(Decimal.of('0.10000000000000001'))
  })

  test.each(['0.1000000000000000001', '123456789012345678.01', '-1.000000000000000000000001e-5', '1e-400'])(
    '%s has more digits than a double, and is a decimal',
    (text) => {
      for (const numbers of readers) expect(read(`[${text}]`, numbers)).toEqual([Decimal.of(text)])
    },
  )

  test.each([
    ['1.50', 1.5],
    ['0.100000000000000000000', 0.1],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['1e400', Infinity],
    ['-0.0', -0],
    ['1.152921504606847e+18', 2 ** 60],
  ])('%s is %s however it is read', (text, value) => {
    for (const numbers of readers) expect(read(text, numbers)).toBe(value)
  })

  test('of money that doubles cannot tell apart is a decimal where a column is one', () => {
    expect(read('[123456789012345.67, 123456789012345.68]', asDecimals)).toEqual([
      123_456_789_012_345.67,
      Decimal.of('123456789012345.68'),
    ])
    expect(read('123456789012345e5', asDecimals)).toEqual(12_345_678_901_234_500_000)
  })

  test('in a field that is named keeps its very text', () => {
    const kept = read('{"price":1.10,"height":1.10,"none":null}', withDecimalsIn(new Set(['price'])))
    expect(kept).toEqual({ price: Decimal.of('1.10'), height: 1.1, none: null })
    expect(read('{"price":1.10}', withDecimalsIn(new Set()))).toEqual({ price: 1.1 })
  })
})
