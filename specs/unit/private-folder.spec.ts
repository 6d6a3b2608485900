/** Specs of the folder for this user alone: what others planted under its name is refused, and never followed. */
import { chmod, mkdir, mkdtempDisposable, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { privateFolder } from '../../harness/private-folder.ts'

const { uid } = userInfo()

let shared: Awaited<ReturnType<typeof mkdtempDisposable>>
const planted = (): string => join(shared.path, `streamassay-${uid}`)

beforeEach(async () => {
  shared = await mkdtempDisposable(join(tmpdir(), 'private-folder-'))
})

afterEach(async () => shared.remove())

test('the folder is created for this user alone, and found again', async () => {
  const path = await privateFolder({ base: shared.path })
  expect(path).toBe(planted())
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  await writeFile(join(path, 'kept'), '')
  expect(await privateFolder({ base: shared.path })).toBe(path)
  expect(await readdir(path)).toEqual(['kept'])
})

test('two that create it at once both get it', async () => {
  const both = await Promise.all([privateFolder({ base: shared.path }), privateFolder({ base: shared.path })])
  expect(both).toEqual([planted(), planted()])
})

test('a planted link is refused, and nothing is created behind it', async () => {
  const elsewhere = join(shared.path, 'elsewhere')
  await mkdir(elsewhere, { mode: 0o700 })
  await symlink(elsewhere, planted())
  await expect(privateFolder({ base: shared.path })).rejects.toMatchObject({
    code: 'TEMP_FOLDER_UNSAFE',
    message: `${planted()} is a link`,
    remedy: expect.stringContaining('TMPDIR'),
  })
  expect(await readdir(elsewhere)).toEqual([])
})

test('a link that leads nowhere yet is refused, and its target is not created', async () => {
  await symlink(join(shared.path, 'not-there'), planted())
  await expect(privateFolder({ base: shared.path })).rejects.toMatchObject({ message: `${planted()} is a link` })
  expect(await readdir(shared.path)).toEqual([`streamassay-${uid}`])
})

test('a file of that name is refused', async () => {
  await writeFile(planted(), '')
  await expect(privateFolder({ base: shared.path })).rejects.toMatchObject({ message: `${planted()} is not a folder` })
})

test("another user's folder is refused", async () => {
  const other = join(shared.path, `streamassay-${uid + 1}`)
  await mkdir(other, { mode: 0o700 })
  await expect(privateFolder({ base: shared.path, uid: uid + 1 })).rejects.toMatchObject({
    code: 'TEMP_FOLDER_UNSAFE',
    message: `${other} belongs to user ${uid}, and this is user ${uid + 1}`,
  })
})

test('a folder that others can open is refused', async () => {
  await mkdir(planted())
  await chmod(planted(), 0o750)
  await expect(privateFolder({ base: shared.path })).rejects.toMatchObject({
    message: `${planted()} can be opened by other users (mode 750)`,
  })
})
