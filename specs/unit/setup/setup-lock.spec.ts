/** One set-up at a time: the second waits, says for whom, and goes on when the first is done. */
import { access, lstat, mkdir, mkdtempDisposable, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { takeSetupLock } from '../../../harness/setup/setup-lock.ts'

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>
const path = (): string => join(folder.path, 'set-up')

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'setup-lock-'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await folder.remove()
})

test('the second waits for the first, names its process, and has the lock after it', async () => {
  const order: string[] = []
  const told = Promise.withResolvers<string>()
  const first = await takeSetupLock({ progress: () => undefined, folder: folder.path })
  const waitAndEnd = async (): Promise<void> => {
    await using lock = new AsyncDisposableStack()
    lock.use(await takeSetupLock({ progress: told.resolve, folder: folder.path }))
    order.push('second has it')
  }
  const second = waitAndEnd()
  expect(await told.promise).toBe(`waiting for another set-up to finish: process ${process.pid} in ${process.cwd()}`)
  order.push('first ends')
  await first[Symbol.asyncDispose]()
  await second
  expect(order).toEqual(['first ends', 'second has it'])
})

test('an abort ends the waiting with its own reason', async () => {
  await using held = new AsyncDisposableStack()
  held.use(await takeSetupLock({ progress: () => undefined, folder: folder.path }))
  const abort = new AbortController()
  const progress = (): void => abort.abort(new Error('enough'))
  await expect(takeSetupLock({ progress, signal: abort.signal, folder: folder.path })).rejects.toThrow('enough')
})

test('a lock that cannot be taken for want of a folder is told with its place, and nothing is waited for', async () => {
  await writeFile(path(), 'no folder')
  await expect(takeSetupLock({ progress: () => undefined, folder: path() })).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: expect.stringMatching(/^cannot use the lock file of set-up, .*set-up\/set-up: (ENOTDIR|EEXIST)/),
    remedy: expect.stringContaining('TMPDIR'),
  })
})

test('a name of the holder that cannot be written is reported, and the lock is given back', async () => {
  await mkdir(path())
  await expect(takeSetupLock({ progress: () => undefined, folder: folder.path })).rejects.toMatchObject({
    code: 'SETUP_FAILED',
    message: expect.stringMatching(/^cannot use the lock file of set-up, .*set-up: .*directory/),
  })
  await rm(path(), { recursive: true })
  await using lock = new AsyncDisposableStack()
  lock.use(await takeSetupLock({ progress: (text) => expect.unreachable(text), folder: folder.path }))
})

test('a link planted under the name of the file is not followed', async () => {
  const [theirs, missing] = [join(folder.path, 'theirs'), join(folder.path, 'missing')]
  await writeFile(theirs, 'untouched')
  for (const target of [theirs, missing]) {
    await symlink(target, path())
    const lock = await takeSetupLock({ progress: () => undefined, folder: folder.path })
    expect((await lstat(path())).isSymbolicLink()).toBe(false)
    await lock[Symbol.asyncDispose]()
    await rm(path())
  }
  expect(await readFile(theirs, 'utf8')).toBe('untouched')
  await expect(access(missing)).rejects.toThrow('ENOENT')
})

test('a link planted under the name of the folder is refused', async () => {
  const shared = join(folder.path, 'shared')
  const elsewhere = join(folder.path, 'elsewhere')
  await Promise.all([mkdir(shared), mkdir(elsewhere)])
  vi.stubEnv('TMPDIR', shared)
  await symlink(elsewhere, join(shared, `streamassay-${userInfo().uid}`))
  await symlink(elsewhere, join(shared, `streamassay-${userInfo().username}`))
  await expect(takeSetupLock({ progress: () => undefined })).rejects.toMatchObject({ code: 'TEMP_FOLDER_UNSAFE' })
  expect(await readdir(elsewhere)).toEqual([])
})
