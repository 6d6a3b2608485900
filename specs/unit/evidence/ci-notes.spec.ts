/** Specs of what GitHub is told. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { noteForCi } from '../../../harness/evidence/ci-notes.ts'
import { temporaryFolder } from './temporary-folder.ts'

const fence = '`'.repeat(10)

const note = {
  title: 'rainy-days: fail',
  report: 'verdict: fail\n1 lost\n',
  annotations: [{ file: 'jobs/a,b.py', line: 57, title: 'rainy-days: fail', message: 'NameError: 100 %\nno' }],
}

beforeEach(() => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', undefined)
  vi.stubEnv('GITHUB_ACTIONS', undefined)
})
afterEach(() => vi.unstubAllEnvs())

test('nothing is printed or written elsewhere', async () => {
  expect(await noteForCi(note)).toEqual([])
})

test('the report is added to the summary of the step, and the lines are noted', async () => {
  const summary = join(await temporaryFolder(), 'summary.md')
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary)
  vi.stubEnv('GITHUB_ACTIONS', 'true')
  const lines = await noteForCi(note)
  await noteForCi(note)
  expect(lines).toEqual(['::error file=jobs/a%2Cb.py,line=57,title=rainy-days%3A fail::NameError: 100 %25%0Ano'])
  const once = `### rainy-days: fail\n\n${fence}text\nverdict: fail\n1 lost\n${fence}\n\n`
  expect(await readFile(summary, 'utf8')).toBe(once + once)
})

test('a summary that cannot be written is told, and is no reason to end', async () => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', '/dev/null/summary.md')
  vi.stubEnv('GITHUB_ACTIONS', 'true')
  expect((await noteForCi({ ...note, annotations: [] }))[0]).toMatch(/^::warning::the step summary cannot be written: /)
})
