/** The zoo's edits: each is possible, changes its job, and leaves nothing behind. */
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { mutants } from '../../broken-jobs/mutants.ts'
import { breakJob, edited } from '../../broken-jobs/mutate.ts'

describe('breaking a job', () => {
  test('replaces the one occurrence and tells its line', () => {
    expect(edited('a\nb >= c\nd\n', { replace: '>=', by: '>' })).toEqual({ text: 'a\nb > c\nd\n', line: 2 })
  })

  test('refuses a text that is not there, or there more than once', () => {
    expect(() => edited('a < b', { replace: '>', by: '<' })).toThrow('occurs 0 times')
    expect(() => edited('a > b > c', { replace: '>', by: '<' })).toThrow('occurs 2 times')
  })

  test.each(Object.entries(mutants))('applies "%s" to a copy of the whole package', async (_name, mutant) => {
    await using job = await breakJob(mutant)
    const right = await readFile(new URL(`../../../pyflink-jobs/${mutant.job}/${mutant.file}`, import.meta.url), 'utf8')
    const broken = await readFile(join(job.root, mutant.job, mutant.file), 'utf8')
    expect(broken).not.toBe(right)
    expect(broken).toContain(mutant.by)
    await access(join(job.root, mutant.job, '__init__.py'))
  })

  test('removes the folder when the job is disposed of', async () => {
    const job = await breakJob(mutants['filter inverted'])
    await job[Symbol.asyncDispose]()
    await expect(access(job.root)).rejects.toThrow('ENOENT')
  })
})
