/** Specs of what is read, and refused, before anything is started. */
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { fromHere, prepare } from '../../../harness/run/prepare.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'
import { orders, soundCsv } from './orders.ts'

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

test('what a run is made of is its fixture, its job files and its scenario, each with its checksum', async () => {
  await using made = await orders()
  const prepared = await prepare(made.scenario)
  const definedIn = fileURLToPath(import.meta.resolve('./orders.ts'))
  expect(prepared.csv).toEqual({ rows: 3, sha256: sha256(soundCsv) })
  expect(prepared.inputs).toEqual([
    { path: join(made.path, 'orders.csv'), sha256: sha256(soundCsv) },
    { path: join(made.path, 'jobs/orders/__init__.py'), sha256: sha256('') },
    { path: join(made.path, 'jobs/orders/job.py'), sha256: sha256('def main(): pass\n') },
    { path: 'specs/unit/run/orders.ts', sha256: sha256(await readFile(definedIn)) },
  ])
  expect(prepared.jobPackage.files).toHaveLength(2)
})

test('a scenario that no file defines is left out', async () => {
  await using made = await orders()
  const { inputs } = await prepare({ ...made.scenario, definedIn: null })
  expect(inputs.at(-1)?.path).toBe(join(made.path, 'jobs/orders/job.py'))
})

test('a cell that is not what its column says is refused with file, line and column', async () => {
  await using made = await orders({}, 'id,cents\n1,250\n2,free\n')
  await expect(prepare(made.scenario)).rejects.toMatchObject({
    code: 'CSV_INVALID',
    message: expect.stringContaining(`${join(made.path, 'orders.csv')}:3:`),
  })
})

test('a job that is not there is refused', async () => {
  await using made = await orders()
  await rm(join(made.path, 'jobs/orders'), { recursive: true })
  await expect(prepare(made.scenario)).rejects.toMatchObject({ code: 'JOB_PACKAGE_INVALID' })
})

test('a path is shown from the working directory, or whole when it leads out of it', () => {
  expect(fromHere('fixtures/rows.csv')).toBe('fixtures/rows.csv')
  expect(fromHere(resolve('fixtures/rows.csv'))).toBe('fixtures/rows.csv')
  expect(fromHere(resolve('../rows.csv'))).toBe(resolve('../rows.csv'))
})

const byTen = pipeline<{ id: number; cents: number }>()
  .eventTime(({ id }) => id)
  .keyBy(() => 1)
  .tumblingWindow({ sizeMs: 10 }, (rows) => ({ id: rows.length, euros: 0 }))

test('a row that would be late by chance alone is refused with its line, but not where it is made to be late', async () => {
  await using made = await orders({ reference: byTen }, 'id,cents\n12,1\n20,1\n3,1\n')
  await expect(prepare(made.scenario)).rejects.toMatchObject({
    code: 'SCENARIO_INVALID',
    message: `scenario orders: ${join(made.path, 'orders.csv')}:4 arrives after its window has closed, and whether the job drops it depends on timing`,
  })
  expect(await prepare({ ...made.scenario, ends: 'when-stopped' })).toMatchObject({ expectedRows: 2 })
})

const boom = (): never => {
  throw new Error('boom')
}

test.each<[string, Parameters<typeof orders>[0], string]>([
  [
    'key',
    { key: boom },
    'scenario orders: key failed on input line 2: boom, thrown at specs/unit/run/prepare.spec.ts:',
  ],
  ['headers', { headers: boom }, 'scenario orders: headers failed on input line 2: boom, thrown at'],
  ['format', { format: { encode: boom, decode: boom } }, 'scenario orders: format.encode failed on input line 2: boom'],
  ['timestamp', { timestamp: ({ cents }) => -cents }, 'scenario orders: -250 is not a timestamp, on input line 2'],
  ['args', { args: boom }, 'args failed: boom, thrown at specs/unit/run/prepare.spec.ts:'],
])('a function of the scenario that fails is reported before anything is sent: %s', async (_, choices, message) => {
  await using made = await orders(choices)
  await expect(prepare(made.scenario)).rejects.toThrow(message)
})
