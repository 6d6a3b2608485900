/** How values read in a report. */
import { describe, expect, test } from 'vitest'

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
