/** A folder for this user alone inside the shared folder for temporary files, where others may plant links. */
import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

import { StreamassayError } from './errors.ts'

/** Where the folder is made and for whom (default: `TMPDIR`, the user of this process). */
export interface PrivateFolderPlace {
  readonly base?: string
  readonly uid?: number
}

/**
 * Returns the path of `streamassay-<uid>`, a folder that only this user can open. It is created if it is missing.
 *
 * @throws StreamassayError `TEMP_FOLDER_UNSAFE` if something else has that name: a link, a file, another user's folder, or one
 *   that others can open
 * @throws Error if the folder cannot be created
 */
export async function privateFolder({
  base = tmpdir(),
  uid = userInfo().uid,
}: PrivateFolderPlace = {}): Promise<string> {
  const path = join(base, `streamassay-${uid}`)
  // mkdir never follows a link, and fails if anything has the name.
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const found = await lstat(path)
  const mode = found.mode & 0o777
  if (found.isSymbolicLink()) throw unsafe(path, 'is a link')
  if (!found.isDirectory()) throw unsafe(path, 'is not a folder')
  if (found.uid !== uid) throw unsafe(path, `belongs to user ${found.uid}, and this is user ${uid}`)
  if ((mode & 0o077) !== 0) throw unsafe(path, `can be opened by other users (mode ${mode.toString(8)})`)
  return path
}

const unsafe = (path: string, why: string): StreamassayError =>
  new StreamassayError('TEMP_FOLDER_UNSAFE', `${path} ${why}`, {
    remedy: `Remove ${path} if it is yours, or set TMPDIR to a folder that only you can write to.`,
  })
