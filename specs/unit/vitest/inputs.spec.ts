/** Specs of knowing which spec files run on a file that has changed. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { beforeEach, expect, test, vi } from 'vitest'

import { temporaryFolder } from '../evidence/temporary-folder.ts'

// As in a process of its own: what has been seen in one is remembered there.
async function freshProcess(): Promise<typeof import('../../../harness/vitest/inputs.ts')> {
  vi.resetModules()
  return import('../../../harness/vitest/inputs.ts')
}

let here = ''

beforeEach(async () => {
  here = await temporaryFolder()
  vi.spyOn(process, 'cwd').mockReturnValue(here)
})

test('a changed file belongs to the specs that ran on it, and to no other', async () => {
  const { noteInputs, specsOf } = await freshProcess()
  noteInputs('/p/weather.spec.ts', 'rain', ['/p/weather.csv', '/p/jobs/weather/job.py'])
  noteInputs('/p/airports.spec.ts', 'all', ['/p/airports.csv', '/p/jobs/airports/job.py'])
  noteInputs('/p/both.spec.ts', 'first', ['/p/weather.csv'])
  noteInputs('/p/both.spec.ts', 'second', ['/p/airports.csv'])
  expect(specsOf('/p/jobs/weather/job.py')).toEqual(['/p/weather.spec.ts'])
  expect(specsOf('/p/weather.csv').toSorted()).toEqual(['/p/both.spec.ts', '/p/weather.spec.ts'])
  expect(specsOf('/p/airports.csv').toSorted()).toEqual(['/p/airports.spec.ts', '/p/both.spec.ts'])
  expect(specsOf('/p/jobs/weather/__pycache__/job.cpython-311.pyc')).toEqual([])
  expect(specsOf('/p/another.py')).toEqual([])
})

test('all the scenarios of one test count, and of an earlier process only until there is something new', async () => {
  const first = await freshProcess()
  first.noteInputs('/p/a.spec.ts', 'test', ['/p/old.csv'])
  first.noteInputs('/p/a.spec.ts', 'test', ['/p/also.csv'])
  expect(['/p/old.csv', '/p/also.csv'].flatMap(first.specsOf)).toHaveLength(2)
  const second = await freshProcess()
  second.noteInputs('/p/a.spec.ts', 'test', null)
  expect(second.specsOf('/p/old.csv')).toEqual(['/p/a.spec.ts'])
  second.noteInputs('/p/a.spec.ts', 'test', ['/p/new.csv'])
  expect(['/p/old.csv', '/p/also.csv'].flatMap(second.specsOf)).toEqual([])
  expect(second.specsOf('/p/new.csv')).toEqual(['/p/a.spec.ts'])
})

test('while it is not known what a spec runs on, it runs on any Python and any CSV, and on nothing else', async () => {
  const { noteInputs, noteSpec, specsOf } = await freshProcess()
  noteSpec('/p/a.spec.ts')
  noteInputs('/p/b.spec.ts', 'known', ['/p/x.csv'])
  noteInputs('/p/b.spec.ts', 'not yet', null)
  for (const path of ['/p/any.py', '/p/any.csv']) {
    expect(specsOf(path).toSorted()).toEqual(['/p/a.spec.ts', '/p/b.spec.ts'])
  }
  expect(specsOf('/p/any.txt')).toEqual([])
  noteInputs('/p/a.spec.ts', 'test', ['/p/y.csv'])
  noteSpec('/p/a.spec.ts')
  expect(specsOf('/p/y.csv')).toContain('/p/a.spec.ts')
  expect(specsOf('/p/any.py')).toEqual(['/p/b.spec.ts'])
})

test('where nothing was noted nothing is known, and a note that was cut off is none', async () => {
  const { noteInputs, specsOf } = await freshProcess()
  expect(specsOf('/p/any.py')).toEqual([])
  const folder = join(here, '.streamassay', 'inputs')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'broken.json'), '{"spec":')
  noteInputs('/p/a.spec.ts', 'test', ['/p/any.py'])
  expect(specsOf('/p/any.py')).toEqual(['/p/a.spec.ts'])
  expect((await readdir(folder)).filter((name) => name.endsWith('.new'))).toEqual([])
})
