/** zod is the judge of the short way: whatever it makes of a row, the short way makes too, or leaves to zod. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../../harness/scenario/columns.ts'
import type { Columns } from '../../../../harness/scenario/csv/csv-fixture.ts'
import { plainRows } from '../../../../harness/scenario/csv/plain-rows.ts'

const kinds = {
  text: column.text(),
  int: column.int(),
  long: column.long(),
  double: column.double(),
  boolean: column.boolean(),
  date: column.date(),
}

/** The short way of a schema with one column `x`. */
const shortWayOf = (schema: z.ZodType<unknown, string>) =>
  plainRows(z.object({ x: schema }) as Columns<object>, new Map([['x', 0]]))

const cells = fc.oneof(
  fc.string(),
  fc.constantFrom('', '0', '-0', '+7', '1.5', '.5', '1e400', 'NaN', '-Infinity', 'true', 'False', '2012-02-29'),
  fc.constantFrom('2013-02-29', '2147483648', '9223372036854775808', ' 1', '1 ', '0x10', '2012-1-1', '1_000'),
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double().map(String),
)

describe.each<[string, z.ZodType<unknown, string>]>(Object.entries(kinds))('a column of %s', (_, schema) => {
  test('goes the short way to the very value that zod gives, and for no cell that zod refuses', () => {
    const shortWay = shortWayOf(schema)
    fc.assert(
      fc.property(cells, (cell) => {
        const parsed = z.object({ x: schema }).safeParse({ x: cell })
        expect(shortWay?.([cell])).toEqual(parsed.success ? parsed.data : null)
      }),
    )
  })

  test('goes the short way for some cells', () => {
    const sound = ['abc', '1', 'true', '2012-01-01']
    expect(sound.filter((cell) => shortWayOf(schema)?.([cell]) != null)).not.toEqual([])
  })

  test('with a refinement goes no short way', () => {
    expect(shortWayOf(schema.refine(() => true))).toBeNull()
  })
})

test.each<[string, z.ZodType<unknown, string>]>([
  ['that may be null', column.orNull(column.int())],
  ['of e-mail addresses', z.email()],
  ['of one of several words', z.enum(['a', 'b'])],
  ['of trimmed text', z.string().trim()],
  ['of a codec of its own', z.codec(z.string(), z.number(), { decode: Number, encode: String })],
])('a column %s goes no short way', (_, schema) => expect(shortWayOf(schema)).toBeNull())

test('a check of the whole row goes no short way', () => {
  const columns = z.object({ x: column.int() }).refine(({ x }) => x > 0)
  expect(plainRows(columns as Columns<object>, new Map([['x', 0]]))).toBeNull()
})

test("a row's fields stand in the order of the schema, and are taken from where the file has them", () => {
  const columns = z.object({ a: column.int(), b: column.text() })
  const shortWay = plainRows(
    columns,
    new Map([
      ['a', 2],
      ['b', 0],
    ]),
  )
  expect(Object.entries(shortWay?.(['x', 'y', '3']) ?? {})).toEqual([
    ['a', 3],
    ['b', 'x'],
  ])
})
