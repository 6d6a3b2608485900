/** Specs of the columns: what a cell becomes, what it is refused for, and how it is written again. */
import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../harness/scenario/columns.ts'
import { Decimal } from '../../../harness/scenario/decimal.ts'
import { hostileText } from '../record/hostile-text.ts'

const decode = (schema: z.ZodType, cell: string): unknown => {
  const decoded = schema.safeParse(cell)
  return decoded.success ? decoded.data : decoded.error.issues.map(({ message }) => message).join('\n')
}

describe('text', () => {
  test('is the cell as it is, blanks and all', () => {
    expect(decode(column.text(), ' a\n"b" ')).toBe(' a\n"b" ')
    expect(decode(column.text(), '')).toBe('')
  })
})

describe('int', () => {
  test.each([
    ['0', 0],
    ['-2147483648', -2_147_483_648],
    ['+2147483647', 2_147_483_647],
    ['007', 7],
  ])('reads %s', (cell, value) => expect(decode(column.int(), cell)).toBe(value))

  test('has no negative zero', () => expect(decode(column.int(), '-0')).toBe(0))

  test.each(['1.0', '1e3', '0x10', '1n', '+-1', '99999999999999999999', '٣'])('refuses %j', (cell) =>
    expect(decode(column.int(), cell)).toBe(
      `expected an integer from -2147483648 to 2147483647, got ${JSON.stringify(cell)}`,
    ),
  )
})

describe('long', () => {
  test.each([
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['+12', 12n],
  ])('reads %s', (cell, value) => expect(decode(column.long(), cell)).toBe(value))

  test.each(['9223372036854775808', '-9223372036854775809', '1n', '1.0', '+-1'])('refuses %j', (cell) =>
    expect(decode(column.long(), cell)).toBe(
      `expected an integer from -9223372036854775808 to 9223372036854775807, got ${JSON.stringify(cell)}`,
    ),
  )
})

describe('double', () => {
  test.each([
    ['10', 10],
    ['-0.0', -0],
    ['.5', 0.5],
    ['5.', 5],
    ['1.5e-3', 0.0015],
    ['NaN', Number.NaN],
    ['-Infinity', Number.NEGATIVE_INFINITY],
  ])('reads %s', (cell, value) => expect(decode(column.double(), cell)).toBe(value))

  test.each(['abc', '0x1f', '.', 'e5', '1e'])('refuses %j', (cell) =>
    expect(decode(column.double(), cell)).toBe(`expected a decimal number, got ${JSON.stringify(cell)}`),
  )

  test('refuses a number that would become infinite', () =>
    expect(decode(column.double(), '1e999')).toBe(
      'expected a decimal number that a double can hold, up to about 1.8e308, got "1e999"',
    ))
})

describe('decimal', () => {
  test.each(['1.10', '-0.00', '.5', '5.', '123456789012345678.90123456789', '1e3'])('keeps %s as it is', (cell) => {
    const value = decode(column.decimal(), cell)
    expect(value).toEqual(Decimal.of(cell))
    expect(z.encode(column.decimal(), value as Decimal)).toBe(cell)
  })

  test.each(['abc', 'NaN', '0x1f', '.', '1,5'])('refuses %j', (cell) =>
    expect(decode(column.decimal(), cell)).toContain('expected a decimal number, got '),
  )

  test('refuses an exponent that would fill the memory', () =>
    expect(decode(column.decimal(), '1e9999999')).toBe(
      'expected a decimal number with an exponent of at most 1000, got "1e9999999"',
    ))
})

describe('boolean', () => {
  test.each([
    ['true', true],
    ['FALSE', false],
    ['True', true],
  ])('reads %s', (cell, value) => expect(decode(column.boolean(), cell)).toBe(value))

  test.each(['0', 'yes', 'truth'])('refuses %j', (cell) =>
    expect(decode(column.boolean(), cell)).toBe(`expected true or false, got ${JSON.stringify(cell)}`),
  )
})

describe('date', () => {
  test.each(['2012-01-31', '2000-02-29', '2024-02-29'])('keeps %s as text', (cell) =>
    expect(decode(column.date(), cell)).toBe(cell),
  )

  test.each(['2012-1-1', '12-01-01', '2012-01-01T00:00:00', '2012/01/01'])('refuses %j', (cell) =>
    expect(decode(column.date(), cell)).toContain(`expected a calendar day as YYYY-MM-DD, got ${JSON.stringify(cell)}`),
  )
})

describe('a hint', () => {
  const number = 'use a decimal point and no thousands separators'

  test.each([
    ['int', column.int(), '2147483648', 'a larger one fits column.long()'],
    ['int', column.int(), '1_000', number],
    ['int', column.int(), ' 1', 'remove the blanks around it'],
    ['long', column.long(), '1.000.000', number],
    ['double', column.double(), '1,5', number],
    ['double', column.double(), '1 234', number],
    ['decimal', column.decimal(), '1.234,50', number],
    ['double', column.double(), 'nan', 'write NaN, Infinity or -Infinity'],
    ['double', column.double(), '+Infinity', 'write NaN, Infinity or -Infinity'],
    ['boolean', column.boolean(), 'true\n', 'remove the blanks around it'],
    ['date', column.date(), '1900-02-29', 'there is no such day'],
    ['date', column.date(), '2012-13-01', 'there is no such day'],
    ['date', column.date(), '2012-01-01 ', 'remove the blanks around it'],
    ['orNull', column.orNull(column.double()), '1,5', number],
  ])('is given where it is plain what was meant: %s of %j', (_kind, schema, cell, hint) => {
    expect(decode(schema, cell)).toMatch(new RegExp(`^expected .*, got .*; ${RegExp.escape(hint)}$`))
  })

  test.each([column.int(), column.long(), column.double(), column.boolean(), column.date()])(
    'is given for an empty cell (%#)',
    (schema) => expect(decode(schema, '')).toMatch(/got an empty cell; to read those as null, declare column\.orNull/),
  )

  test.each(['\u200b', '\u00a0', '\ufeff', '\u2028', '\u0007', '\u0085'])(
    'is that a sign which nobody sees is shown by its number: %j',
    (sign) => {
      const code = sign.codePointAt(0)?.toString(16).padStart(4, '0')
      expect(decode(column.int(), `1${sign}2`)).toContain(`got "1\\u${code}2"`)
    },
  )
})

describe('orNull', () => {
  test('is null where the cell is empty, and what its column says elsewhere', () => {
    expect(decode(column.orNull(column.double()), '')).toBeNull()
    expect(decode(column.orNull(column.double()), '1.5')).toBe(1.5)
    expect(decode(column.orNull(column.double()), 'x')).toBe('expected a decimal number, got "x"')
  })

  test('does not write empty text, which would be read again as null', () => {
    expect(z.encode(column.orNull(column.text()), null)).toBe('')
    expect(() => z.encode(column.orNull(column.text()), '')).toThrow('expected null')
  })
})

test('a long cell is cut in the message', () => {
  expect(decode(column.int(), 'x'.repeat(1000))).toMatch(/got "x{59}…$/)
})

test('every value is read back from the cell it is written to', () => {
  const Row = z.object({
    text: column.text(),
    int: column.int(),
    long: column.long(),
    double: column.double(),
    boolean: column.boolean(),
    maybe: column.orNull(column.long()),
  })
  const rows = fc.record({
    text: hostileText,
    int: fc.integer(),
    long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    double: fc.double(),
    boolean: fc.boolean(),
    maybe: fc.option(fc.bigInt({ min: 0n, max: 9n })),
  })
  fc.assert(
    fc.property(rows, (row) => {
      expect(Row.parse(z.encode(Row, row))).toEqual(row)
    }),
  )
})

test('the sign of zero is written', () => expect(z.encode(column.double(), -0)).toBe('-0'))

test('a value that is not of the column is not written', () => {
  expect(() => z.encode(column.int(), 1.5)).toThrow('got 1.5')
  expect(() => z.encode(column.long(), 2n ** 63n)).toThrow('got 9223372036854775808')
})

test('the types of a row are those of its columns', () => {
  const Row = z.object({ a: column.text(), b: column.long(), c: column.orNull(column.double()), d: column.date() })
  expectTypeOf<z.output<typeof Row>>().toEqualTypeOf<{ a: string; b: bigint; c: number | null; d: string }>()
  expectTypeOf<z.input<typeof Row>>().toEqualTypeOf<{ a: string; b: string; c: string; d: string }>()
})
