/** Specs of the columns of a file that no scenario describes. */
import { expect, test } from 'vitest'

import { readTypes, wholeFile } from '../../../../harness/cli/manual/csv-columns.ts'
import { checkCsv } from '../../../../harness/scenario/csv/csv-check.ts'
import { columnKinds } from '../../../../harness/scenario/column-kinds.ts'
import { csvFile } from '../../scenario/csv/csv-file.ts'

const kindsOf = async (text: string, types: string): Promise<readonly (readonly [string, string])[]> => {
  await using file = await csvFile(text)
  const { columns } = await wholeFile(file.path, readTypes(types))
  return [...columnKinds(columns)].map(([name, { type }]) => [name, type])
}

test('a column is text unless another kind is asked for', async () => {
  expect(await kindsOf('day,rain,sky\n2012-01-01,1,clear\n', 'rain=double')).toEqual([
    ['day', 'text'],
    ['rain', 'double'],
    ['sky', 'text'],
  ])
  expect([...readTypes(undefined)]).toEqual([])
  expect([...readTypes('a=b=int,c=date')]).toEqual([
    ['a=b', 'int'],
    ['c', 'date'],
  ])
})

test.each(['rain', 'rain=float', '=int', 'rain=toString'])('of %j it is said what it can be', (types) => {
  expect(() => readTypes(types)).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: `--types: ${JSON.stringify(types)} is not column=type`,
      remedy: expect.stringContaining('types are text, int, long, double, decimal, boolean, date'),
    }),
  )
})

test('a kind of a column that is not there is refused, with those that are', async () => {
  await expect(kindsOf('day,rain\n', 'rains=double')).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: expect.stringMatching(/has no column rains$/),
    remedy: 'Its columns are day, rain.',
  })
})

test('what is wrong with the file is told when it is checked', async () => {
  await using file = await csvFile('day,day\n1,2\n')
  await expect(checkCsv(await wholeFile(file.path, new Map()))).rejects.toThrow('expected each column once')
})
