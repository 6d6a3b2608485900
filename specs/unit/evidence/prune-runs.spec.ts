/** Specs of which runs keep their evidence. */
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { pruneRuns } from '../../../harness/evidence/prune-runs.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function folderOf(runs: Readonly<Record<string, string | null>>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, verdict] of Object.entries(runs)) {
    await mkdir(join(folder, name))
    if (verdict === null) continue
    const account = name.includes('check') ? 'check.json' : 'run.json'
    await writeFile(join(folder, name, account), JSON.stringify({ schema: 1, verdict }))
  }
  return folder
}

test('the oldest go, and the newest stay', async () => {
  const folder = await folderOf({ '1-a': 'pass', '2-check': 'pass', '3-c': 'fail', '4-d': 'pass' })
  expect(await pruneRuns(folder, { keep: 2 })).toEqual(['2-check', '1-a'])
  expect((await readdir(folder)).toSorted()).toEqual(['3-c', '4-d'])
})

test('the latest failure stays whatever its age, and no older one', async () => {
  const folder = await folderOf({ '1-a': 'fail', '2-b': 'unknown', '3-c': 'pass', '4-d': 'pass' })
  expect(await pruneRuns(folder, { keep: 1 })).toEqual(['3-c', '1-a'])
})

test('a run that may go on stays; one that was killed long ago goes', async () => {
  const folder = await folderOf({ '1-a': null, '2-b': null, '3-c': 'pass' })
  const longAgo = new Date(Date.now() - 2 * 24 * 60 * 60_000)
  await utimes(join(folder, '1-a'), longAgo, longAgo)
  expect(await pruneRuns(folder, { keep: 1 })).toEqual(['1-a'])
})

test('nothing is looked into where there are few', async () => {
  expect(await pruneRuns(await folderOf({ '1-a': null }), { keep: 1 })).toEqual([])
})
