/** Decimals: exact in every digit, equal by value. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Decimal, jsonLiteral } from '../../../harness/scenario/decimal.ts'

/** Digits and places, and the text that they are written as. */
const written = fc.record({ digits: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), places: fc.nat({ max: 20 }) })
const of = ({ digits, places }: { readonly digits: bigint; readonly places: number }): Decimal =>
  Decimal.of(`${digits}e-${places}`)

describe('a decimal', () => {
  test.each(['1.10', '-0.0001', '.5', '5.', '+7', '1e3', '1.5E-7', '123456789012345678901234567890.1'])(
    'keeps %s as it is written',
    (text) => expect(String(Decimal.of(text))).toBe(text),
  )

  test.each(['', '.', 'abc', '1.2.3', '0x1', '1e1001', '1e-1001', 'NaN', '1_000', ' 1'])('is not %j', (text) => {
    expect(Decimal.read(text)).toBeNull()
    expect(() => Decimal.of(text)).toThrow('no decimal number')
  })

  test('of a double is its shortest text, and the exact value where it is whole', () => {
    expect(Decimal.of(0.1).compareTo('0.1')).toBe(0)
    expect(Decimal.of(1e-7).compareTo('0.0000001')).toBe(0)
    expect(Decimal.of(2 ** 60).compareTo(2n ** 60n)).toBe(0)
    expect(() => Decimal.of(Number.NaN)).toThrow('no decimal number: NaN')
  })

  test('is compared by its value', () => {
    expect(Decimal.of('1.10').compareTo('1.1')).toBe(0)
    expect(Decimal.of('0.1000000000000000001').compareTo(0.1)).toBe(1)
    expect(Decimal.of('-1').compareTo('1e-30')).toBe(-1)
    expect(Decimal.of('1').isWithin('1.1', '0.1')).toBe(true)
    expect(Decimal.of('1').isWithin('1.1000000000000000001', '0.1')).toBe(false)
  })

  test('is added, subtracted and multiplied exactly, with the places that Python gives', () => {
    expect(Decimal.of('0.10').plus('0.2').text).toBe('0.30')
    expect(Decimal.of('0.1').minus(1n).text).toBe('-0.9')
    expect(Decimal.of('19.99').times(3).text).toBe('59.97')
    expect(Decimal.of('1.10').times('1.10').text).toBe('1.2100')
    expect(Decimal.of('1e3').times('2e3').text).toBe('2000000')
    fc.assert(
      fc.property(written, written, (a, b) => {
        const [left, right] = [of(a), of(b)]
        expect(left.plus(right).minus(right).compareTo(left)).toBe(0)
        expect(left.times(right).compareTo(`${a.digits * b.digits}e-${a.places + b.places}`)).toBe(0)
      }),
    )
  })

  test.each([
    ['2.675', 2, '2.68'],
    ['2.665', 2, '2.66'],
    ['-2.675', 2, '-2.68'],
    ['2.6651', 2, '2.67'],
    ['0.5', 0, '0'],
    ['1.5', 0, '2'],
    ['7', 2, '7.00'],
    ['150', -2, '200'],
  ])('%s with %i places is %s', (text, places, rounded) => expect(Decimal.of(text).rounded(places).text).toBe(rounded))

  test('is refused by operators, which would go by texts', () => {
    const ten = Decimal.of('10')
    expect(() => ten < Decimal.of('9')).toThrow('use plus, minus, times, compareTo or toNumber')
    expect([String(ten), Decimal.of('1.50').toNumber()]).toEqual(['10', 1.5])
  })

  test('is a number with all its digits in JSON', () => {
    const row = { price: Decimal.of('12345678901234567890.10') }
    expect(JSON.stringify(row)).toBe('{"price":12345678901234567890.10}')
    expect(['+1', '.5', '5.', '007.10', '-0', '1.E3'].map(jsonLiteral)).toEqual(['1', '0.5', '5', '7.10', '-0', '1E3'])
  })

  test('is simplest as a number, or a bigint, or digits and an exponent', () => {
    expect(Decimal.of('1.50').simplest).toBe(1.5)
    expect(Decimal.of('-0.0').simplest).toBe(0)
    expect(Decimal.of('9007199254740993.00').simplest).toBe(9_007_199_254_740_993n)
    expect(String(Decimal.of('0.10000000000000000010').simplest)).toBe('1000000000000000001e-19')
  })
})
