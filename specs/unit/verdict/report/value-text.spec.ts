/** How values read in a report. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Decimal } from '../../../../harness/scenario/decimal.ts'
import { canonicalText } from '../../../../harness/verdict/compare/equality.ts'
import { shortened, shortenedPair, valueText, visibleText } from '../../../../harness/verdict/report/value-text.ts'

describe('valueText', () => {
  test('shows every value as what it is, also those that JSON.stringify loses', () => {
    const value = {
      long: 2n ** 63n,
      zero: -0,
      nan: Number.NaN,
      text: 'NaN',
      none: null,
      gone: undefined,
      at: new Date(0),
    }
    expect(valueText(value)).toBe(
      '{"long":9223372036854775808,"zero":-0.0,"nan":NaN,"text":"NaN","none":null,"at":"1970-01-01T00:00:00.000Z"}',
    )
    expect(valueText(undefined)).toBe('(missing)')
    expect(valueText(new Map([['a', Uint8Array.of(1, 2)]]))).toBe('[["a",[1,2]]]')
  })

  test('has different texts for different numbers, however near they are', () => {
    const numbers = [2 ** 60, 2n ** 60n + 24n, 2n ** 60n + 1n, Decimal.of('0.1000000000000000001'), 0.1]
    expect(numbers.map(valueText)).toEqual([
      '1152921504606846976',
      '1152921504606847000',
      '1152921504606846977',
      '0.1000000000000000001',
      '0.1',
    ])
    const number = fc.oneof(
      fc.double({ noNaN: true }),
      fc.bigInt(),
      fc.integer({ min: -20, max: 20 }).map((off) => 2n ** 60n + BigInt(off)),
      fc.constantFrom(2 ** 60, 1e21, 2 ** 53, 1e300),
      fc.bigInt().map((digits) => Decimal.of(`${digits}e-5`)),
    )
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(valueText(a) !== valueText(b) || canonicalText(a) === canonicalText(b)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('ends even for a value that contains itself', () => {
    const self: unknown[] = []
    self.push(self)
    expect(valueText(self)).toContain('…')
  })
})

describe('visibleText', () => {
  test('writes what would not show, or would change the terminal, as escapes', () => {
    expect(visibleText('a\u001b[31m\u200bb\u009b\u202ec\n')).toBe(String.raw`"a\u001b[31m\u200bb\u009b\u202ec\n"`)
    expect(visibleText('Ägypten 🌧')).toBe('"Ägypten 🌧"')
  })
})

describe('shortened', () => {
  test('keeps a text that fits, and cuts a longer one to the limit', () => {
    expect(shortened('0123456789', 10)).toBe('0123456789')
    expect(shortened('0123456789a', 10)).toBe('012345678…')
  })

  test('keeps what is around the focus', () => {
    expect(shortened('0123456789abcdefghij', 10, 11)).toBe('…789abcde…')
    expect(shortened('0123456789abcdefghij', 10, 19)).toBe('…bcdefghij')
  })

  test('leaves no half of a character', () => {
    expect(shortened('🌧🌧🌧🌧', 4)).toBe('🌧…')
  })

  test('shows two long texts where they part', () => {
    const [left, right] = shortenedPair(
      `${'a'.repeat(100)}X${'b'.repeat(100)}`,
      `${'a'.repeat(100)}Y${'b'.repeat(100)}`,
      11,
    )
    expect([left, right]).toEqual(['…aaaaXbbbb…', '…aaaaYbbbb…'])
  })
})
