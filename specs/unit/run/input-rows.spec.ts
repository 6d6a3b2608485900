/** Specs of the rows that a run's input is made of. */
import { writeFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { inputRows, rowsOfLines } from '../../../harness/run/input-rows.ts'
import { prepare } from '../../../harness/run/prepare.ts'
import { orders } from './orders.ts'

test('the rows of the file come with their lines, and the sentinel last, on no line', async () => {
  await using made = await orders({ sentinel: { id: 99, cents: 1 } })
  const pieces = await Array.fromAsync(inputRows(await prepare(made.scenario)))
  expect(pieces.flat()).toEqual([
    { line: 2, row: { id: 1, cents: 250 } },
    { line: 3, row: { id: 2, cents: 0 } },
    { line: 4, row: { id: 3, cents: 100 } },
    { line: null, row: { id: 99, cents: 1 } },
  ])
})

test('a file that is not the checked one any more gives an error', async () => {
  await using made = await orders()
  const prepared = await prepare(made.scenario)
  await writeFile(made.scenario.input.path, 'id,cents\n1,250\n')
  await expect(Array.fromAsync(inputRows(prepared))).rejects.toMatchObject({ code: 'CSV_CHANGED' })
})

test('the rows of some lines are read once more for a report; of a file that has changed, none', async () => {
  await using made = await orders({ sentinel: { id: 99, cents: 1 } })
  const prepared = await prepare(made.scenario)
  expect(await rowsOfLines(prepared, new Set([3]))).toEqual([{ line: 3, row: { id: 2, cents: 0 } }])
  expect(await rowsOfLines(prepared, new Set())).toEqual([])
  const hasEventTime = { ...made.scenario, reference: { ...made.scenario.reference, hasEventTime: true } }
  expect(await rowsOfLines({ ...prepared, scenario: hasEventTime }, new Set([3]))).toEqual([])
  await writeFile(made.scenario.input.path, 'id,cents\n1,250\n2,9\n3,100\n')
  expect(await rowsOfLines(prepared, new Set([3]))).toEqual([])
})
