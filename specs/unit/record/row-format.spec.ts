/** Specs of a row as JSON, written as its columns say. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { rowFormat } from '../../../harness/record/row-format.ts'
import { column } from '../../../harness/scenario/columns.ts'
import { Decimal } from '../../../harness/scenario/decimal.ts'
import { hostileText } from './hostile-text.ts'

const Row = z.object({
  name: column.text(),
  count: column.int(),
  id: column.long(),
  height: column.double(),
  depth: column.orNull(column.double()),
  wet: column.boolean(),
  day: column.date(),
})
type AnyRow = z.output<typeof Row>
const format = rowFormat(Row)
const row: AnyRow = { name: 'é "x"', count: 10, id: 10n, height: 10, depth: null, wet: true, day: '2012-01-01' }
const encoded = (changes: Partial<AnyRow>): string => Buffer.from(format.encode({ ...row, ...changes })).toString()

const unfit = (changes: object) => () => format.encode({ ...row, ...changes })

test('each value is written as its column says, in the order of the columns', () => {
  expect(encoded({})).toBe(
    String.raw`{"name":"é \"x\"","count":10,"id":10,"height":10.0,"depth":null,"wet":true,"day":"2012-01-01"}`,
  )
  expect(encoded({ height: -0, depth: Number.NaN })).toContain('"height":-0.0,"depth":NaN')
})

test('an int has no negative zero', () => expect(encoded({ count: -0 })).toContain('"count":0,'))

test('a row that does not fit its columns is refused by column', () => {
  expect(unfit({ height: 10n })).toThrow('cannot write column height as JSON: it is bigint where the column is double')
  expect(unfit({ count: 1.5 })).toThrow('cannot write column count as JSON: it is number where the column is int')
  expect(unfit({ id: undefined })).toThrow('it is undefined where the column is long')
  expect(unfit({ name: undefined })).toThrow('cannot write column name as JSON: it is undefined')
})

test('every row is read back; a long of up to 53 bits as a number', () => {
  const rows: fc.Arbitrary<AnyRow> = fc.record({
    name: hostileText,
    count: fc.integer(),
    id: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    height: fc.double(),
    depth: fc.option(fc.double()),
    wet: fc.boolean(),
    day: fc.constant('2012-01-01'),
  })
  fc.assert(
    fc.property(rows, (original) => {
      const isSafe = Number.isSafeInteger(Number(original.id))
      const expected = { ...original, id: isSafe ? Number(original.id) : original.id }
      expect(format.decode(format.encode(original))).toEqual(expected)
    }),
  )
})

const Priced = z.object({ price: column.decimal(), rate: column.orNull(column.decimal()) })
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

test('a decimal is written with all its digits, and never as an int', () => {
  const priced = rowFormat(Priced)
  expect(text(priced.encode({ price: Decimal.of('123456789012345678.90'), rate: null }))).toBe(
    '{"price":123456789012345678.90,"rate":null}',
  )
  expect(text(priced.encode({ price: Decimal.of('5'), rate: Decimal.of('-.5') }))).toBe('{"price":5.0,"rate":-0.5}')
  expect(() => priced.encode({ price: 5 as never, rate: null })).toThrow('it is number where the column is decimal')
})

test('numbers keep the value they are written with where a column is a decimal, in this stream or in another', () => {
  const bytes = Buffer.from('{"a":123456789012345.68,"b":0.10}')
  const near = { a: 123_456_789_012_345.69, b: 0.1 }
  const exact = { a: Decimal.of('123456789012345.68'), b: 0.1 }
  expect(rowFormat(Row).decode(bytes)).toEqual(near)
  expect(rowFormat(Priced).decode(bytes)).toEqual(exact)
  expect(rowFormat(Row, [Priced]).decode(bytes)).toEqual(exact)
})
