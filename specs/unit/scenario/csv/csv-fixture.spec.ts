/** Specs of naming a CSV file and its columns. */
import { pathToFileURL } from 'node:url'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../../harness/scenario/csv/csv-fixture.ts'
import type { CsvFixture } from '../../../../harness/scenario/csv/csv-fixture.ts'

test('a fixture keeps its path as given, and a URL as a path', () => {
  const Row = z.object({ a: column.text() })
  expect(csvFixture('fixtures/x.csv', Row).path).toBe('fixtures/x.csv')
  expect(csvFixture(pathToFileURL('/some folder/x.csv'), Row).path).toBe('/some folder/x.csv')
})

test('the row type of a fixture is what its columns decode to', () => {
  const fixture = csvFixture('x.csv', z.object({ day: column.date(), rain: column.orNull(column.double()) }))
  expectTypeOf(fixture).toEqualTypeOf<CsvFixture<{ day: string; rain: number | null }>>()
})

test('numbers and coercions are refused, by type and again at run time, where types are not checked', () => {
  // @ts-expect-error: a cell is text, and z.number() takes none
  expect(() => csvFixture('x.csv', z.object({ rain: z.number() }))).toThrow('not made for the text of a cell: rain')
  // @ts-expect-error: z.coerce takes anything, and makes 0 of an empty cell
  expect(() => csvFixture('x.csv', z.object({ rain: z.coerce.number() }))).toThrow('not made for the text of a cell')
  // @ts-expect-error: and true of the text "false"
  expect(() => csvFixture('x.csv', z.object({ wet: z.coerce.boolean() }))).toThrow('not made for the text of a cell')
  // Type-correct, but the cell could not be written again.
  expect(() => csvFixture('x.csv', z.object({ rain: z.string().transform(Number) }))).toThrow('rain')
})

test('columns that are not an object with names are refused', () => {
  expect(() => csvFixture('x.csv', z.record(z.string(), z.string()))).toThrow('not a z.object')
  expect(() => csvFixture('x.csv', z.object({}))).toThrow('names no column')
})

test('every column that is not fit is named, and what to write instead', () => {
  const columns = z.object({ rain: z.number(), sky: column.text(), wet: z.number() }) as unknown as z.ZodObject<
    Record<string, z.ZodString>
  >
  expect(() => csvFixture('x.csv', columns)).toThrow(
    expect.objectContaining({
      code: 'SCENARIO_INVALID',
      message: 'columns of x.csv: not made for the text of a cell: rain, wet',
      remedy:
        'Use z.object({...}) of column.text, int, long, double, decimal, boolean, date or orNull, or of a z.codec.',
    }),
  )
})
