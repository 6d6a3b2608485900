/** Specs of which logs of set-up stay. */
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { pruneLogs } from '../../../harness/setup/prune-logs.ts'

const names = [
  'kafka-image-2026-11-21T00-00-00.000Z.log',
  'engine-2026-11-22T00-00-00.000Z.log',
  'base-image-2026-11-23T00-00-00.000Z.log',
]

test('the oldest logs go, by number and by size, and no other file', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'prune-logs-'))
  for (const name of [...names, 'notes.log']) await writeFile(join(folder.path, name), 'x'.repeat(100))
  expect(await pruneLogs(folder.path, { keep: 3, keepBytes: 300 })).toEqual([])
  expect(await pruneLogs(folder.path, { keep: 2, keepBytes: 300 })).toEqual([names[0]])
  expect(await pruneLogs(folder.path, { keep: 2, keepBytes: 199 })).toEqual([names[1]])
  expect((await readdir(folder.path)).toSorted()).toEqual([names[2], 'notes.log'])
})
