/** A file that is written piece by piece. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { LineFile } from '../../../harness/evidence/line-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('LineFile', () => {
  test('holds every piece in order, however much faster they come than the disk takes them', async () => {
    const path = join(await temporaryFolder(), 'rows')
    await using file = await LineFile.create(path)
    const pieces = Array.from({ length: 400 }, (_, number) => `${number}${'.'.repeat(10_000)}\n`)
    for (const piece of pieces) await file.write([piece])
    await file.end()
    expect(await readFile(path, 'utf8')).toBe(pieces.join(''))
  })

  test('ends with a line that says so when it would be too long', async () => {
    const path = join(await temporaryFolder(), 'rows')
    await using file = await LineFile.create(path, 10)
    await file.write(['1234567\n', '89012\n', '3\n'])
    await file.write(['4\n'])
    await file.end()
    expect(await readFile(path, 'utf8')).toBe('1234567\n{"cut":"the file would be longer than 10 bytes"}\n')
  })

  test('is empty when nothing was written', async () => {
    const path = join(await temporaryFolder(), 'rows')
    await using file = await LineFile.create(path)
    await file.end()
    expect(await readFile(path, 'utf8')).toBe('')
  })

  test('tells of a full disk, at a later write or at the end', async () => {
    await using file = await LineFile.create('/dev/full')
    await file.write(['a row\n'])
    await expect(file.end()).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(file.write(['another\n'])).rejects.toMatchObject({ code: 'ENOSPC' })
  })

  test('tells of a full disk while it makes the writer wait', async () => {
    await using file = await LineFile.create('/dev/full')
    await expect(file.write(['a'.repeat(2 ** 21)])).rejects.toMatchObject({ code: 'ENOSPC' })
  })
})
