/** The bytes of a fixture, in pieces, from a file that stays as it is while it is read. */
import type { BigIntStats } from 'node:fs'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

import { messageOf, StreamassayError } from '../../../errors.ts'

/** Of pieces of this size the rows die young; of larger ones Node keeps a hundred megabytes of dead rows. */
const pieceBytes = 16 * 1024

/**
 * Reads a file from beginning to end.
 *
 * @throws StreamassayError `CSV_UNREADABLE` when there is no such file, or it cannot be read; `CSV_CHANGED`, at the end, when
 * it was written to meanwhile
 */
export async function* fileBytes(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    const before = await stat(path, { bigint: true })
    // Asked before it is opened: opening a pipe waits for somebody to write.
    if (!before.isFile()) throw noFile(path, before)
    for await (const bytes of createReadStream(path, { highWaterMark: pieceBytes })) yield bytes as Buffer
    if (!isSame(before, await stat(path, { bigint: true }))) throw csvChanged(path, 'while it was read')
  } catch (error) {
    throw error instanceof StreamassayError ? error : unreadable(path, error)
  }
}

/** What a file that somebody writes to while it is in use is told with; `when` goes after "changed". */
export const csvChanged = (path: string, when: string): StreamassayError =>
  new StreamassayError('CSV_CHANGED', `${path} changed ${when}`, {
    remedy: 'Run again while no other program writes to the file.',
  })

const isSame = (one: BigIntStats, other: BigIntStats): boolean =>
  one.ino === other.ino && one.size === other.size && one.mtimeNs === other.mtimeNs

function noFile(path: string, found: BigIntStats): StreamassayError {
  return found.isDirectory()
    ? new StreamassayError('CSV_UNREADABLE', `${path} is a directory, not a file`, {
        remedy: 'Give csvFixture the path of the CSV file itself.',
      })
    : new StreamassayError('CSV_UNREADABLE', `${path} is a pipe, a socket or a device, not a file`, {
        remedy: 'Write its rows to a file and give csvFixture that path: a fixture is read more than once.',
      })
}

function unreadable(path: string, error: unknown): StreamassayError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const [message, remedy] =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? [
          `the file ${path} does not exist`,
          `Correct the path given to csvFixture; a relative path starts at the working directory, ${process.cwd()}.`,
        ]
      : code === 'EACCES' || code === 'EPERM'
        ? [`no permission to read ${path}`, 'Allow this user to read the file and to enter its folders.']
        : [
            `cannot read ${path}: ${messageOf(error)}`,
            'Restore the file, or copy it to a readable disk, and run again.',
          ]
  return new StreamassayError('CSV_UNREADABLE', message, { remedy, cause: error })
}
