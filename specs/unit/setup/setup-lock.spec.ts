/** One set-up at a time: the second waits, says for whom, and goes on when the first is done. */
import { mkdtempDisposable, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { takeSetupLock } from '../../../harness/setup/setup-lock.ts'

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>
const path = (): string => join(folder.path, 'set-up')

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'setup-lock-'))
})

afterEach(async () => folder.remove())

test('the second waits for the first, names its process, and has the lock after it', async () => {
  const order: string[] = []
  const told = Promise.withResolvers<string>()
  const first = await takeSetupLock({ progress: () => undefined, path: path() })
  const waitAndEnd = async (): Promise<void> => {
    await using lock = new AsyncDisposableStack()
    lock.use(await takeSetupLock({ progress: told.resolve, path: path() }))
    order.push('second has it')
  }
  const second = waitAndEnd()
  expect(await told.promise).toBe(`waiting for another set-up: process ${process.pid} in ${process.cwd()}`)
  order.push('first ends')
  await first[Symbol.asyncDispose]()
  await second
  expect(order).toEqual(['first ends', 'second has it'])
})

test('an abort ends the waiting with its own reason', async () => {
  await using held = new AsyncDisposableStack()
  held.use(await takeSetupLock({ progress: () => undefined, path: path() }))
  const abort = new AbortController()
  const progress = (): void => abort.abort(new Error('enough'))
  await expect(takeSetupLock({ progress, signal: abort.signal, path: path() })).rejects.toThrow('enough')
})

test('a lock that cannot be taken for want of a folder is told with its place, and nothing is waited for', async () => {
  await writeFile(path(), 'no folder')
  const file = join(path(), 'set-up')
  await expect(takeSetupLock({ progress: () => undefined, path: file })).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: expect.stringMatching(/^cannot use .*set-up\/set-up, by which set-ups take turns: (ENOTDIR|EEXIST)/),
    remedy: expect.stringContaining('TMPDIR'),
  })
})

test('a disk that takes no name of the holder is told, and the lock is given back', async () => {
  await symlink('/dev/full', path())
  await expect(takeSetupLock({ progress: () => undefined, path: path() })).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: expect.stringContaining('ENOSPC: no space left on device'),
  })
  await rm(path())
  await using lock = new AsyncDisposableStack()
  lock.use(await takeSetupLock({ progress: (text) => expect.unreachable(text), path: path() }))
})
