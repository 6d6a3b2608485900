/** Specs of kept counterexamples: what is written is read back, whatever is in it. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'
import { z } from 'zod'

import { loadRegressions, saveRegression } from '../../../../harness/property/corpus/regressions.ts'
import { column } from '../../../../harness/scenario/columns.ts'
import { Decimal } from '../../../../harness/scenario/decimal.ts'
import { temporaryFolder } from '../../evidence/temporary-folder.ts'
import { columns, order, type Order } from '../orders.ts'

const versions = { streamassay: '1', node: '24', kafka: null, flink: null, connector: null, python: null, java: null }
const keptCase = (rows: readonly Order[]) => ({
  scenario: 'large-orders',
  reason: 'a stream of 1 row fails: 1 lost',
  place: { seed: 5, path: '3:1' },
  versions,
  rows,
  expected: [{ id: 1n, cents: 10_000 }],
  seen: [],
})
const hostile = [
  order({ id: 2n ** 63n - 1n, total: -0, customer: 'é"\n\u2028👍', note: 'a,b' }),
  order({ id: -(2n ** 53n) - 1n, total: 5e-324, customer: '\0', note: null }),
  order({ total: 3.4e38, customer: '  ' }),
]

test('rows come back exactly, long integers and -0 too', async () => {
  const folder = await temporaryFolder()
  const path = await saveRegression(folder, columns, keptCase(hostile))
  const [read, ...others] = await loadRegressions(folder, columns)
  expect(others).toEqual([])
  expect(read).toEqual({ path, rows: hostile })
  expect(Object.is(read?.rows[0]?.total, -0)).toBe(true)
})

test('a decimal comes back with every digit, those of its scale too, and a double as a double', async () => {
  const folder = await temporaryFolder()
  const priced = z.object({ price: column.decimal(), weight: column.double() })
  const rows = ['1.10', '123456789012345.68', '0.1000000000000000001'].map((price) => {
    return { price: Decimal.of(price), weight: 1.1 }
  })
  const path = await saveRegression(folder, priced, { ...keptCase([]), rows })
  expect(await loadRegressions(folder, priced)).toEqual([{ path, rows }])
  expect(await readFile(path.replace('.ndjson', '.csv'), 'utf8')).toContain('"1.10","1.1"')
})

test('the file is ASCII, a line for each thing, and tells how it came to be', async () => {
  const text = await readFile(await saveRegression(await temporaryFolder(), columns, keptCase(hostile)), 'utf8')
  expect(text).toMatch(/^[\n\x20-\x7e]*$/)
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ scenario: 'large-orders', seed: 5, path: '3:1' })
  expect(lines[4]).toBe('{"expected":{"id":1,"cents":10000}}')
})

test('the same rows are kept once', async () => {
  const folder = await temporaryFolder()
  await saveRegression(folder, columns, keptCase([order()]))
  await saveRegression(folder, columns, keptCase([order()]))
  expect((await readdir(folder)).toSorted().map((name) => name.replace(/^\w+/, ''))).toEqual(['.csv', '.ndjson'])
})

test('a CSV stands beside it where CSV can hold the rows', async () => {
  const folder = await temporaryFolder()
  await saveRegression(folder, columns, keptCase([order({ customer: 'Smith, "Ada"' })]))
  const csv = (await readdir(folder)).find((name) => name.endsWith('.csv')) ?? ''
  expect(await readFile(join(folder, csv), 'utf8')).toBe(
    '"id","customer","total","day","note"\n"1","Smith, ""Ada""","100","2026-01-01",""\n',
  )
})

test('no folder holds nothing', async () => {
  expect(await loadRegressions(join(await temporaryFolder(), 'none'), columns)).toEqual([])
  expect(await loadRegressions(null, columns)).toEqual([])
})

test.each([
  ['{"row":{"id":1}}', '2: customer: '],
  ['{"row":', '2: not JSON'],
])('a line such as %s is told by its place', async (line, message) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'a.ndjson'), `{"scenario":"x"}\n${line}\n`)
  await expect(loadRegressions(folder, columns)).rejects.toThrow(`a.ndjson:${message}`)
})
