/** Specs of what kind each column of a schema has. */
import { expect, test } from 'vitest'
import { z } from 'zod'

import { columnKinds, isCellSchema, kindOf } from '../../../harness/scenario/column-kinds.ts'
import { column } from '../../../harness/scenario/columns.ts'

test('a schema tells the kind of each of its columns, in its order', () => {
  const Row = z.object({
    name: column.text(),
    count: column.int(),
    id: column.orNull(column.long()),
    height: column.double(),
    wet: column.boolean(),
    day: column.date(),
  })
  expect([...columnKinds(Row)]).toEqual([
    ['name', { type: 'text', nullable: false }],
    ['count', { type: 'int', nullable: false }],
    ['id', { type: 'long', nullable: true }],
    ['height', { type: 'double', nullable: false }],
    ['wet', { type: 'boolean', nullable: false }],
    ['day', { type: 'date', nullable: false }],
  ])
})

test('a refined column keeps its kind, and so does a refined schema', () => {
  const Row = z.object({ height: column.double().refine((height) => height > 0) }).refine(({ height }) => height < 9)
  expect(columnKinds(Row).get('height')).toEqual({ type: 'double', nullable: false })
})

test("zod's own string is text, and its other schemas from text are of another kind", () => {
  const Row = z.object({ a: z.string().min(1), b: z.enum(['x', 'y']) })
  expect([...columnKinds(Row).values()].map(({ type }) => type)).toEqual(['text', 'other'])
})

test.each([
  ['text', z.string().trim()],
  ['an e-mail address', z.email()],
  ['an enumeration', z.enum(['x'])],
  ['a literal', z.literal('x')],
  ['a column', column.orNull(column.double())],
  ['a refined column', column.double().refine((value) => value > 0)],
  ['a codec from text', z.codec(z.string(), z.date(), { decode: (cell) => new Date(cell), encode: String })],
  ['a choice of such', z.union([z.literal('none'), column.double()])],
])('%s fits a cell', (_what, schema) => expect(isCellSchema(schema)).toBe(true))

test.each([
  ['a number', z.number()],
  ['a coerced number', z.coerce.number()],
  ['coerced text', z.coerce.string()],
  ['a transform, which cannot write the cell again', z.string().transform(Number)],
  ['a preprocessed cell', z.preprocess(Number, z.number())],
  ['an optional cell, for a CSV line leaves none out', column.text().optional()],
  ['a literal number', z.literal(1)],
  ['a choice with such a literal', z.union([z.literal(1), column.text()])],
  ['an enumeration of numbers', z.enum({ one: 1 })],
  ['an enumeration of texts and numbers', z.enum({ none: 'none', one: 1 })],
  ['a literal of texts and numbers', z.literal(['none', 1])],
])('%s does not fit a cell', (_what, schema) => expect(isCellSchema(schema)).toBe(false))

test('what has no columns has no kinds, and what is not from text is of another kind', () => {
  expect(columnKinds(z.string()).size).toBe(0)
  expect(kindOf(z.number())).toEqual({ type: 'other', nullable: false })
})
