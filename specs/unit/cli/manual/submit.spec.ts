/** Specs of which module a file is to Python. */
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { expect, test } from 'vitest'

import { jobOf } from '../../../../harness/cli/manual/submit.ts'

test.each([
  ['a file of a package', ['jobs/orders/__init__.py', 'jobs/orders/job.py'], 'jobs', 'orders.job'],
  ['of a package in a package', ['a/__init__.py', 'a/b/__init__.py', 'a/b/job.py'], '.', 'a.b.job'],
  ['a file of no package', ['jobs/orders.py'], 'jobs', 'orders'],
])('%s', async (_what, files, root, module) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-submit-'))
  for (const file of files) {
    await mkdir(dirname(join(folder.path, file)), { recursive: true })
    await writeFile(join(folder.path, file), '')
  }
  expect(await jobOf(join(folder.path, files.at(-1) ?? ''))).toEqual({ root: join(folder.path, root), module })
})

test.each([
  ['pyflink-jobs/weather', 'is not a Python file'],
  ['pyflink-jobs/weather/__init__.py', 'is a package, not a program'],
  ['pyflink-jobs/weather/jobs.py', 'does not exist'],
])('%s %s', async (file, why) => {
  await expect(jobOf(file)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: `${file} ${why}`,
    remedy: expect.stringContaining("job's main program"),
  })
})
