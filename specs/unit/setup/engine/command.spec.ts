/** Running a program: what it tells, and what its failure, its absence, its hanging and our impatience look like. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { runCommand } from '../../../../harness/setup/engine/command.ts'
import type { CommandOptions } from '../../../../harness/setup/engine/command.ts'
import { neverMs, onlyThisEndsItMs } from '../../../patience.ts'

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'command-'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder.path)
})

afterEach(async () => {
  vi.restoreAllMocks()
  await folder.remove()
})

const options = (more: Partial<CommandOptions> = {}): CommandOptions => ({
  name: 'spec',
  progress: () => undefined,
  telling: /^I: (.*)/,
  timeoutMs: neverMs,
  remedy: 'Do it by hand.',
  ...more,
})

test('only the telling part of telling lines is told', async () => {
  const told: string[] = []
  const progress = (text: string): void => void told.push(text)
  await runCommand('sh', ['-c', 'echo "I: first"; echo noise; echo "I: second" >&2'], options({ progress }))
  expect(told.toSorted()).toEqual(['first', 'second'])
})

test('a failure has the last lines of the output, the exit code, and the path of the whole log', async () => {
  const failing = runCommand('sh', ['-c', '{ seq 1 30; echo bad; } >&2; exit 3'], options())
  const error = await failing.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'SETUP_FAILED', message: 'sh ended with exit code 3' })
  const { remedy, details } = error as { remedy: string; details: string[] }
  expect(details).toHaveLength(20)
  expect(details).toContain('bad')
  expect(remedy).toMatch(/^Do it by hand\. Full log: /)
  const log = await readFile(remedy.replace(/^.*log: /, ''), 'utf8')
  expect(log).toContain('\n1\n2\n')
})

test('a failure for want of disk is told as that, with a remedy for it', async () => {
  const failing = runCommand(
    'sh',
    ['-c', 'echo "E: write error - write (28: No space left on device)" >&2; exit 100'],
    options(),
  )
  await expect(failing).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: 'sh ended with exit code 100: a disk is full',
    remedy: expect.stringMatching(/^Free 5 GiB .* Full log: /),
  })
})

test('a program that is not there is told as such', async () => {
  await expect(runCommand('streamassay-no-such-program', [], options())).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: 'streamassay-no-such-program could not be run: spawn streamassay-no-such-program ENOENT',
  })
})

test('a program that hangs is stopped at its limit', async () => {
  await expect(runCommand('sleep', ['60'], options({ timeoutMs: onlyThisEndsItMs }))).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: 'sleep was stopped after 0.2 s',
  })
})

test('an abort stops the program and throws its own reason', async () => {
  const abort = new AbortController()
  const running = runCommand(
    'sh',
    ['-c', 'echo "I: here"; exec sleep 60'],
    options({
      signal: abort.signal,
      progress: () => abort.abort(new Error('enough')),
    }),
  )
  await expect(running).rejects.toThrow('enough')
})
