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
  const folder = await folderOf({
    '20260121T000000-run-0001': 'pass',
    '20260122T000000-check-0002': 'pass',
    '20260123T000000-run-0003': 'fail',
    '20260124T000000-run-0004': 'pass',
  })
  expect(await pruneRuns(folder, { keep: 2, closed: '' })).toEqual([
    '20260122T000000-check-0002',
    '20260121T000000-run-0001',
  ])
  expect((await readdir(folder)).toSorted()).toEqual(['20260123T000000-run-0003', '20260124T000000-run-0004'])
})

test('the latest failure stays whatever its age, and no older one', async () => {
  const folder = await folderOf({
    '20260121T000000-run-0001': 'fail',
    '20260122T000000-run-0002': 'unknown',
    '20260123T000000-run-0003': 'pass',
    '20260124T000000-run-0004': 'pass',
  })
  expect(await pruneRuns(folder, { keep: 1, closed: '' })).toEqual([
    '20260123T000000-run-0003',
    '20260121T000000-run-0001',
  ])
})

test('a run that may go on stays; one that was killed long ago goes', async () => {
  const folder = await folderOf({
    '20260121T000000-run-0001': null,
    '20260122T000000-run-0002': null,
    '20260123T000000-run-0003': 'pass',
  })
  const longAgo = new Date(Date.now() - 2 * 24 * 60 * 60_000)
  await utimes(join(folder, '20260121T000000-run-0001'), longAgo, longAgo)
  expect(await pruneRuns(folder, { keep: 1, closed: '' })).toEqual(['20260121T000000-run-0001'])
})

test('nothing is looked into where there are few', async () => {
  expect(await pruneRuns(await folderOf({ '20260121T000000-run-0001': null }), { keep: 1, closed: '' })).toEqual([])
})

test('the run that was just closed stays, though others began after it', async () => {
  const folder = await folderOf({ '20260121T000000-run-0001': 'pass', '20260122T000000-run-0002': 'pass' })
  expect(await pruneRuns(folder, { keep: 1, closed: '20260121T000000-run-0001' })).toEqual([])
})

test('what is no run is left alone, and takes no place of one', async () => {
  const folder = await folderOf({ '2025-notes': null, zoo: null, '20260121T000000-run-0001': 'pass' })
  const longAgo = new Date(0)
  await utimes(join(folder, '2025-notes'), longAgo, longAgo)
  expect(await pruneRuns(folder, { keep: 1, closed: '' })).toEqual([])
})

test('the oldest go when all together are too large, but for the one just closed and the latest failure', async () => {
  const folder = await folderOf({
    '20260121T000000-run-0001': 'pass',
    '20260122T000000-run-0002': 'fail',
    '20260123T000000-run-0003': 'pass',
    '20260124T000000-run-0004': 'pass',
    '20260125T000000-run-0005': 'pass',
  })
  for (const name of await readdir(folder)) {
    await mkdir(join(folder, name, 'logs'))
    await writeFile(join(folder, name, 'logs', 'kafka.log'), 'x'.repeat(1000))
  }
  const limits = { keep: 200, closed: '20260125T000000-run-0005' }
  expect(await pruneRuns(folder, { ...limits, keepBytes: 10_000 })).toEqual([])
  expect(await pruneRuns(folder, { ...limits, keepBytes: 2500 })).toEqual([
    '20260123T000000-run-0003',
    '20260121T000000-run-0001',
  ])
  expect(await pruneRuns(folder, { ...limits, keepBytes: 10 })).toEqual(['20260124T000000-run-0004'])
})
