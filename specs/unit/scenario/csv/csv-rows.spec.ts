/** Specs of typed rows, and of the problems beside them. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../../harness/scenario/csv/csv-fixture.ts'
import type { Columns } from '../../../../harness/scenario/csv/csv-fixture.ts'
import { csvProblemText } from '../../../../harness/scenario/csv/csv-problem.ts'
import { readCsvRows } from '../../../../harness/scenario/csv/csv-rows.ts'
import { csvFile } from './csv-file.ts'

async function read(columns: Columns<object>, text: string, options?: { readonly otherColumns: 'ignore' }) {
  await using file = await csvFile(text)
  const pieces = await Array.fromAsync(readCsvRows(csvFixture(file.path, columns, options), createHash('sha256')))
  return {
    rows: pieces.flatMap(({ rows }) => rows),
    problems: pieces.flatMap(({ problems }) => problems).map((problem) => csvProblemText('x.csv', problem)),
  }
}

test('a blank line is no row where there are several columns, and an empty cell where there is one', async () => {
  const two = z.object({ a: column.text(), b: column.text() })
  expect((await read(two, 'a,b\n\n1,2\n\n')).rows).toEqual([{ line: 3, row: { a: '1', b: '2' } }])
  const one = z.object({ a: column.orNull(column.int()) })
  expect((await read(one, 'a\n\n1\n')).rows).toEqual([
    { line: 2, row: { a: null } },
    { line: 3, row: { a: 1 } },
  ])
})

test("a refinement's problem is told with its cell, and that of a whole row with its line", async () => {
  const Row = z
    .object({ low: column.int().refine((low) => low >= 0, 'must not be negative'), high: column.int() })
    .refine(({ low, high }) => low <= high, 'low above high')
  expect((await read(Row, 'low,high\n-1,2\n3,2\n')).problems).toEqual([
    'x.csv:2:1: low: must not be negative, got "-1"',
    'x.csv:3: low above high',
  ])
})

test('a refinement that throws is a problem of its row', async () => {
  const Row = z.object({
    a: column.text().refine(() => {
      throw new Error('boom')
    }),
  })
  expect((await read(Row, 'a\n1\n')).problems).toEqual(["x.csv:2: the columns' own check threw: boom"])
})

test('problems of a row come in the order of the file, not of the schema', async () => {
  const Row = z.object({ b: column.int(), a: column.int() })
  expect((await read(Row, 'a,b\nx,y\n')).problems.map((text) => text.slice(0, 9))).toEqual(['x.csv:2:1', 'x.csv:2:2'])
})

test('a wrong header is all that is told', async () => {
  expect((await read(z.object({ a: column.int() }), 'b\nx\ny\n')).problems).toEqual([
    'x.csv:1:1: b: unexpected column; the scenario declares a',
    'x.csv:1: missing a; the header has "b"',
  ])
})

test('columns that are ignored do not appear in the row', async () => {
  const { rows } = await read(z.object({ b: column.int() }), 'a,b,c\n1,2,3\n', { otherColumns: 'ignore' })
  expect(rows).toEqual([{ line: 2, row: { b: 2 } }])
})
