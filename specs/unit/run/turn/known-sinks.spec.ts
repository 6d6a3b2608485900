/** Specs of what is remembered of jobs' sinks. */
import { mkdtempDisposable, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { knownSink, rememberSink } from '../../../../harness/run/turn/known-sinks.ts'

const temporaryFolder = () => mkdtempDisposable(join(tmpdir(), 'streamassay-sinks-'))

test('a job is unknown until its kind is remembered, and what is remembered last counts', async () => {
  await using made = await temporaryFolder()
  const folder = join(made.path, 'sinks')
  expect(await knownSink('a1', folder)).toBeNull()
  await rememberSink('a1', 'plain', folder)
  expect(await knownSink('a1', folder)).toBe('plain')
  await rememberSink('a1', 'transactional', folder)
  expect(await knownSink('a1', folder)).toBe('transactional')
  expect(await knownSink('b2', folder)).toBeNull()
})

test('a file that says anything else leaves the job unknown', async () => {
  await using made = await temporaryFolder()
  await writeFile(join(made.path, 'a1'), 'plain, perhaps')
  expect(await knownSink('a1', made.path)).toBeNull()
})

test('a link in the folder is not written through', async () => {
  await using made = await temporaryFolder()
  const victim = join(made.path, 'victim')
  await writeFile(victim, 'untouched')
  await symlink(victim, join(made.path, 'a1'))
  await rememberSink('a1', 'plain', made.path)
  expect(await readFile(victim, 'utf8')).toBe('untouched')
})

test('at most 500 jobs are remembered: the oldest are forgotten', async () => {
  await using made = await temporaryFolder()
  for (let job = 0; job < 505; job += 1) {
    const path = join(made.path, `old${job}`)
    await writeFile(path, 'plain')
    await utimes(path, job, job)
  }
  await rememberSink('new', 'plain', made.path)
  const left = await readdir(made.path)
  expect(left).toHaveLength(500)
  expect(left).toContain('new')
  expect(left).not.toContain('old5')
  expect(left).toContain('old6')
})

test('a folder that cannot be written to costs no run: the job stays unknown', async () => {
  await rememberSink('a1', 'plain', '/dev/null/sinks')
  expect(await knownSink('a1', '/dev/null/sinks')).toBeNull()
})
