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
  expect((await read(Row, 'a\n1\n')).problems).toEqual([
    expect.stringMatching(/^x\.csv:2: the columns' own check threw: boom, thrown at specs\/.*csv-rows\.spec\.ts:\d+$/),
  ])
})

test('problems of a row come in the order of the file, not of the schema', async () => {
  const Row = z.object({ b: column.int(), a: column.int() })
  expect((await read(Row, 'a,b\nx,y\n')).problems.map((text) => text.slice(0, 9))).toEqual(['x.csv:2:1', 'x.csv:2:2'])
})

test('below a header that is wrong in part, the rest is checked, and nothing is a row', async () => {
  const Row = z.object({ a: column.int(), b: column.orNull(column.int()) })
  expect(await read(Row, 'a,c\n1,2\nx,3\n4\n')).toEqual({
    rows: [],
    problems: [
      'x.csv:1:2: c: unexpected column; the scenario declares a, b',
      'x.csv:1: missing b; the header has "a", "c"',
      'x.csv:3:1: a: expected an integer from -2147483648 to 2147483647, got "x"',
      'x.csv:4:2: c: expected 2 cells, as in the header, got 1',
    ],
  })
})

test('below a line that is no header, nothing is told', async () => {
  expect((await read(z.object({ a: column.int() }), 'b\nx\ny\n')).problems).toEqual([
    'x.csv:1: expected a header line that names a, got "b"',
  ])
  expect((await read(z.object({ a: column.int() }), 'a"\nx\ny\n')).problems).toHaveLength(1)
})

test('columns that are ignored do not appear in the row', async () => {
  const { rows } = await read(z.object({ b: column.int() }), 'a,b,c\n1,2,3\n', { otherColumns: 'ignore' })
  expect(rows).toEqual([{ line: 2, row: { b: 2 } }])
})
