/** Specs of the zip that a job is uploaded as. */
import { mkdir, mkdtempDisposable, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import * as fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, expect, test, vi } from 'vitest'

import { importedNames } from '../../../../harness/flink/submission/job-files.ts'
import { packageJob } from '../../../../harness/flink/submission/package-job.ts'

const files = {
  'orders/__init__.py': '',
  'orders/job.py': 'from orders.logic import enrich\n',
  'orders/logic.py': 'def enrich(row): return row\n',
  'orders/sub/names.json': '{"ä": 1}',
  'orders/zones.py': '',
}

const folder = () => mkdtempDisposable(join(tmpdir(), 'streamassay-package-'))

async function write(root: string, contents: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

afterEach(() => vi.unstubAllEnvs())

test('the whole top-level package is zipped, every file with its checksum', async () => {
  await using root = await folder()
  await write(root.path, files)
  const made = await packageJob({ root: root.path, module: 'orders.job' })
  const unzipped = Object.entries(unzipSync(made.zip)).map(([path, content]) => [path, strFromU8(content)])
  expect(Object.fromEntries(unzipped)).toEqual(files)
  expect(made.files.map(({ path }) => path)).toEqual(Object.keys(files))
  expect(made.files[0]?.sha256).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('the zip is the same whatever order, time and time zone the files were written in', async () => {
  await using first = await folder()
  await write(first.path, files)
  const expected = await packageJob({ root: first.path, module: 'orders.job' })
  const zones = ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata']
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(Object.entries(files), { minLength: 5 }),
      fc.integer({ min: 0, max: 4e9 }),
      fc.constantFrom(...zones),
      async (order, seconds, zone) => {
        vi.stubEnv('TZ', zone)
        await using root = await folder()
        await write(root.path, Object.fromEntries(order))
        for (const [path] of order) await utimes(join(root.path, path), seconds, seconds)
        const made = await packageJob({ root: root.path, module: 'orders.job' })
        expect(made).toEqual(expected)
      },
    ),
    { numRuns: 20 },
  )
})

test('caches, compiled files, tests and hidden files stay at home', async () => {
  await using root = await folder()
  await write(root.path, files)
  await write(root.path, {
    'orders/__pycache__/job.cpython-311.pyc': '',
    'orders/old.pyc': '',
    'orders/tests/test_logic.py': '',
    'orders/sub/.env': 'secret',
    'other/__init__.py': '',
  })
  const made = await packageJob({ root: root.path, module: 'orders.job' })
  expect(made.files.map(({ path }) => path)).toEqual(Object.keys(files))
})

test('packages and modules of the root that the job imports travel with it, and what those import, and no others', async () => {
  await using root = await folder()
  const imported = {
    'orders/__init__.py': '',
    'orders/job.py': 'import json, wiring.ends as ends\nfrom . import logic\nfrom tests import zones\n',
    'orders/logic.py': 'def late():\n    import prices  # when it is needed\n',
    'prices.py': 'from wiring.ends import read\n',
    'wiring/__init__.py': '',
    'wiring/ends.py': 'import os\n',
  }
  await write(root.path, imported)
  await write(root.path, { json: '', 'os/notes.md': '', 'shipping/__init__.py': '', 'tests/zones.py': '' })
  const made = await packageJob({ root: root.path, module: 'orders.job' })
  expect(made.files.map(({ path }) => path)).toEqual(Object.keys(imported))
})

test.each([
  ['import a', ['a']],
  ['import a, b.c as d,e # f', ['a', 'b', 'e']],
  ['from a.b import c, d', ['a']],
  ['    from a import (\n    b,\n)', ['a']],
  ['try:\n\timport größe\nexcept ImportError:\n\timport a', ['größe', 'a']],
  ['from . import a\nfrom .a import b', []],
  ['important = 1\nx = "import a"', []],
])('%j imports %j', (program, names) => expect(importedNames(program)).toEqual(names))

test('a module that stands alone in the root is a job too, without its neighbours', async () => {
  await using root = await folder()
  await write(root.path, { 'job.py': 'pass', 'other.py': 'pass' })
  const made = await packageJob({ root: root.path, module: 'job' })
  expect(made.files.map(({ path }) => path)).toEqual(['job.py'])
})

const invalid: [problem: string, module: string, left: readonly string[], told: RegExp][] = [
  ['a package folder that is missing', 'order.job', [], /order cannot be read.*ENOENT/],
  ['a missing __init__.py', 'orders.job', ['orders/__init__.py'], /orders\/__init__\.py does not exist/],
  ['an inner folder without __init__.py', 'orders.sub.job', [], /orders\/sub\/__init__\.py does not exist/],
  ['a missing module', 'orders.main', [], /orders\/main\.py does not exist/],
  ['a path in place of a module name', 'orders/job.py', [], /not a module name/],
]

test.each(invalid)('%s is refused, with what to do', async (_, module, left, told) => {
  await using root = await folder()
  await write(root.path, Object.fromEntries(Object.entries(files).filter(([path]) => !left.includes(path))))
  await expect(packageJob({ root: root.path, module })).rejects.toMatchObject({
    code: 'JOB_PACKAGE_INVALID',
    message: expect.stringMatching(told),
    remedy: expect.stringMatching(/pyflinkJob|__init__|orders\.job/),
  })
})

test('a package that is too large is refused, naming its largest file', async () => {
  await using root = await folder()
  await write(root.path, files)
  await writeFile(join(root.path, 'orders/model.bin'), '')
  await truncate(join(root.path, 'orders/model.bin'), 65 * 1024 * 1024)
  await expect(packageJob({ root: root.path, module: 'orders.job' })).rejects.toMatchObject({
    code: 'JOB_PACKAGE_INVALID',
    message: expect.stringContaining('orders/model.bin'),
  })
})
