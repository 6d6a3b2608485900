/** Specs of derived rows: which columns can be derived, and where their values come from. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { deriveRow } from '../../../../harness/property/arbitrary/derive-row.ts'
import { column } from '../../../../harness/scenario/columns.ts'
import { columns, kept, dropped } from '../orders.ts'

/** Cells in which a row is another than `of`. */
const changes = (row: object, of: object): number =>
  Object.entries(of).filter(([name, value]) => !Object.is(value, (row as Record<string, unknown>)[name])).length

const rows = fc.sample(deriveRow(columns, { kept, dropped }, 'orders.csv'), { numRuns: 3000, seed: 1 })

describe('a derived row', () => {
  test('is a row of its columns', () => {
    expect(rows.filter((row) => !z.safeEncode(columns, row).success)).toEqual([])
  })

  test('is often a row of the fixture with few cells changed, of each kind', () => {
    for (const list of [kept, dropped]) {
      const near = rows.filter((row) => list.some((one) => changes(row, one) <= 2))
      expect(near.length).toBeGreaterThan(300)
    }
  })

  test('has values of the fixture and their neighbours', () => {
    const totals = new Set(rows.map(({ total }) => total))
    expect([99.5, 99.49999999999999, 99.50000000000001, 99.4, 99.6].filter((near) => !totals.has(near))).toEqual([])
  })

  test('is null where its column may be, and only there', () => {
    expect(rows.filter(({ note }) => note === null).length).toBeGreaterThan(50)
    expect(rows.filter(({ note }) => note === '')).toEqual([])
  })

  test('is the same for the same seed, whatever was made before', () => {
    const again = fc.sample(deriveRow(columns, { kept, dropped }, 'orders.csv'), { numRuns: 50, seed: 1 })
    expect(again).toEqual(rows.slice(0, 50))
  })
})

test('enumerations and literals are made of their own values', () => {
  const schema = z.object({ size: z.enum(['S', 'M']), kind: z.literal('order') })
  const made = fc.sample(deriveRow(schema, { kept: [], dropped: [] }, 'x.csv'), 50)
  expect(new Set(made.map(({ size }) => size))).toEqual(new Set(['S', 'M']))
  expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(['order']))
})

test('a refinement that most values meet is kept to', () => {
  const schema = z.object({ name: column.text().min(1) })
  const made = fc.sample(deriveRow(schema, { kept: [], dropped: [] }, 'x.csv'), 500)
  expect(made.filter(({ name }) => name === '')).toEqual([])
})

test.each([
  [
    'a codec of their own',
    z.object({
      tags: z.codec(z.string(), z.array(z.string()), {
        decode: (text) => text.split(' '),
        encode: (tags) => tags.join(' '),
      }),
    }),
    'x.csv: no values can be derived for the column tags: values of its type cannot be generated',
  ],
  [
    'a refinement that hardly any value meets',
    z.object({ code: column.text().regex(/^[A-Z]{3}-\d{4}$/) }),
    'x.csv: no values can be derived for the column code: its schema refuses 100 % of the values of its type',
  ],
])('columns with %s are refused, never guessed', (_what, schema, message) => {
  expect(() => deriveRow(schema as never, { kept: [], dropped: [] }, 'x.csv')).toThrow(message)
})
