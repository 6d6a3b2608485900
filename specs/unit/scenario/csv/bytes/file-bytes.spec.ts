/** Specs of files that cannot be read, or do not stay as they are while they are read: no run of them takes a stack. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, renameSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { header, sound } from '../bad/bad-file.ts'
import { days, refusal } from '../bad/refusal.ts'
import { csvFile } from '../csv-file.ts'

/** What a run says of a path beside a file that is sound, which `make` prepares. */
async function toldOf(name: string, make: (path: string, sound: string) => unknown = () => undefined) {
  await using file = await csvFile(header + sound)
  const path = join(dirname(file.path), name)
  await make(path, file.path)
  const { code, message, remedy } = await refusal(days(path))
  return { code, message: message.replaceAll(dirname(file.path), ''), remedy }
}

const code = 'CSV_UNREADABLE'
const correctPath = `Correct the path given to csvFixture; a relative path starts at the working directory, ${process.cwd()}.`
const oneFile = 'Write its rows to a file and give csvFixture that path: a fixture is read more than once.'

describe('a file that cannot be read', () => {
  test('does not exist', async () =>
    expect(await toldOf('other.csv')).toEqual({
      code,
      message: 'the file /other.csv does not exist',
      remedy: correctPath,
    }))

  test('is named below another file', async () =>
    expect(await toldOf('rows.csv/more.csv')).toEqual({
      code,
      message: 'the file /rows.csv/more.csv does not exist',
      remedy: correctPath,
    }))

  test('is a link to nowhere', async () =>
    expect(await toldOf('link.csv', (path) => symlink('gone.csv', path))).toMatchObject({
      code,
      message: 'the file /link.csv does not exist',
    }))

  test('is a link to itself', async () =>
    expect(await toldOf('link.csv', (path) => symlink(path, path))).toMatchObject({
      code,
      message: expect.stringMatching(/^cannot read \/link\.csv: ELOOP/),
      remedy: 'Restore the file, or copy it to a readable disk, and run again.',
    }))

  test('is a directory', async () =>
    expect(await toldOf('folder.csv', (path) => mkdir(path))).toEqual({
      code,
      message: '/folder.csv is a directory, not a file',
      remedy: 'Give csvFixture the path of the CSV file itself.',
    }))

  test('is a pipe, which nobody writes to', async () =>
    expect(await toldOf('pipe.csv', (path) => execFileSync('mkfifo', [path]))).toEqual({
      code,
      message: '/pipe.csv is a pipe, a socket or a device, not a file',
      remedy: oneFile,
    }))

  test('is a device without end', async () => {
    expect(await refusal(days('/dev/zero'))).toMatchObject({ code, remedy: oneFile })
  })

  test('is on a disk that fails', async () => {
    // The memory of a process has nothing at its beginning: to read it is an I/O error, for root too.
    expect(await refusal(days('/proc/self/mem'))).toMatchObject({
      code,
      message: 'cannot read /proc/self/mem: EIO: i/o error, read',
      remedy: 'Restore the file, or copy it to a readable disk, and run again.',
    })
  })
})

describe('a file that changes while it is read', () => {
  /** Of two rows: the first is seen before the end of the file is. */
  const rows = header + sound + sound
  const other = rows.replace('clear', 'rainy')

  test.each<[string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, sound)],
    ['is cut off', (path) => truncateSync(path, header.length)],
    ['is written anew with as many bytes', (path) => writeFileSync(path, other)],
    [
      'is replaced by another of the same size and time',
      (path) => {
        writeFileSync(`${path}.new`, other)
        utimesSync(`${path}.new`, 1, 1)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('%s: its rows are not sent', async (_what, change) => {
    await using file = await csvFile(rows)
    utimesSync(file.path, 1, 1)
    let isChanged = false
    const scenario = days(file.path, () => {
      if (!isChanged) change(file.path)
      isChanged = true
    })
    expect(await refusal(scenario)).toMatchObject({
      code: 'CSV_CHANGED',
      message: `${file.path} changed while it was read`,
      remedy: 'Run again while no other program writes to the file.',
    })
  })

  test('is removed: it is told that there is none', async () => {
    await using file = await csvFile(rows)
    expect(await refusal(days(file.path, () => unlinkSync(file.path)))).toMatchObject({ code })
  })
})
