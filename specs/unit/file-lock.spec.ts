/** Specs of the lock across processes: held once, also where several find the lock of a process that was killed. */
import { access, mkdir, mkdtempDisposable, readdir, rmdir, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { tryFileLock } from '../../harness/file-lock.ts'

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>
const path = (): string => join(folder.path, 'turn')
const onLost = (error: Error): void => expect.unreachable(error.message)
const longAgo = new Date(Date.now() - 60_000)

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'file-lock-'))
})

afterEach(async () => folder.remove())

/** The folder that a process leaves behind which was killed a minute ago. */
async function leaveBehind(lock: string): Promise<void> {
  await mkdir(lock)
  await utimes(lock, longAgo, longAgo)
}

test('the second gets nothing while the first holds the lock, and the lock after that', async () => {
  const release = await tryFileLock(path(), { onLost })
  expect(await tryFileLock(path(), { onLost })).toBeNull()
  await release?.()
  const again = await tryFileLock(path(), { onLost })
  expect(again).not.toBeNull()
  await again?.()
  expect(await readdir(folder.path)).toEqual([])
})

test('of six that find a stale lock one gets it, a hundred times', async () => {
  for (let time = 0; time < 100; time += 1) {
    await leaveBehind(`${path()}.lock`)
    const taken = await Promise.all(Array.from({ length: 6 }, () => tryFileLock(path(), { onLost })))
    const releases = taken.filter((release) => release !== null)
    expect(releases).toHaveLength(1)
    await releases[0]?.()
    expect(await readdir(folder.path)).toEqual([])
  }
})

test('a process that was killed while it removed a stale lock does not block the next', async () => {
  const lock = `${path()}.lock`
  await leaveBehind(lock)
  const { ino, mtimeMs } = await stat(lock)
  await leaveBehind(`${lock}-${ino}-${Math.round(mtimeMs)}`)
  expect(await tryFileLock(path(), { onLost })).toBeNull()
  const release = await tryFileLock(path(), { onLost })
  expect(release).not.toBeNull()
  await release?.()
  expect(await readdir(folder.path)).toEqual([])
})

test('giving back leaves the lock of another process that took it over', async () => {
  const release = await tryFileLock(path(), { onLost })
  await rmdir(`${path()}.lock`)
  await mkdir(`${path()}.lock`)
  await release?.()
  await expect(access(`${path()}.lock`)).resolves.toBeUndefined()
})
