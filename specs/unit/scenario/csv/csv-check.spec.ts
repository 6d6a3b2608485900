/** Specs of the two readings of a CSV file: the check before anything is sent, and the rows after it. */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { StreamassayError } from '../../../../harness/errors.ts'
import { column } from '../../../../harness/scenario/columns.ts'
import { checkCsv, readCsv } from '../../../../harness/scenario/csv/csv-check.ts'
import { csvFixture } from '../../../../harness/scenario/csv/csv-fixture.ts'
import { csvFile, rejection } from './csv-file.ts'

const Day = z.object({ date: column.date(), rain: column.double(), sky: column.text() })
const header = 'date,rain,sky\n'

/** Everything that is wrong with a file, with its folder taken off. */
async function problemsOf(content: string | Uint8Array): Promise<string[]> {
  await using file = await csvFile(content)
  const error = await rejection(checkCsv(csvFixture(file.path, Day)))
  if (!(error instanceof StreamassayError)) throw error
  expect(error.code).toBe('CSV_INVALID')
  return [error.message, ...error.details].map((text) => text.replace(file.path, 'rows.csv'))
}

describe('a sound file', () => {
  test('is summed up by its rows and the hash of its bytes', async () => {
    const text = `\ufeff${header}2012-01-01,0.5,"a ""b"",\r\nc"\r\n2012-01-02,1,é`
    await using file = await csvFile(text)
    expect(await checkCsv(csvFixture(file.path, Day))).toEqual({
      rows: 2,
      sha256: createHash('sha256').update(text).digest('hex'),
    })
  })

  test('is read again as typed rows, each with the line on which it begins', async () => {
    await using file = await csvFile(`sky,date,rain\n"a\nb",2012-01-01,0.5\n\nclear,2012-01-02,10\n`)
    const fixture = csvFixture(file.path, Day)
    expect((await Array.fromAsync(readCsv(fixture, await checkCsv(fixture)))).flat()).toEqual([
      { line: 2, row: { date: '2012-01-01', rain: 0.5, sky: 'a\nb' } },
      { line: 5, row: { date: '2012-01-02', rain: 10, sky: 'clear' } },
    ])
  })

  test('may have no rows', async () => {
    await using file = await csvFile(header)
    expect((await checkCsv(csvFixture(file.path, Day))).rows).toBe(0)
  })

  test('may be larger than what is read at once', async () => {
    await using file = await csvFile(header + '2012-01-01,0.5,é\r\n'.repeat(8000))
    const fixture = csvFixture(file.path, Day)
    const summary = await checkCsv(fixture)
    expect(summary.rows).toBe(8000)
    const pieces = await Array.fromAsync(readCsv(fixture, summary))
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.flat().map(({ line }) => line)).toEqual(Array.from({ length: 8000 }, (_, row) => row + 2))
  })
})

describe('what looks on while a file is checked', () => {
  test('sees the same rows, once, that are read afterwards', async () => {
    await using file = await csvFile(header + '2012-01-01,0.5,é\r\n'.repeat(8000))
    const fixture = csvFixture(file.path, Day)
    const seen: unknown[] = []
    const summary = await checkCsv(fixture, (rows) => seen.push(...rows))
    expect(seen).toEqual((await Array.fromAsync(readCsv(fixture, summary))).flat())
  })

  test('sees nothing of a row that is not sound, and nothing where there are no rows', async () => {
    await using bad = await csvFile(`${header}2012-01-01,x,a\n`)
    await using empty = await csvFile(header)
    const seen: unknown[] = []
    await rejection(checkCsv(csvFixture(bad.path, Day), (rows) => seen.push(rows)))
    await checkCsv(csvFixture(empty.path, Day), (rows) => seen.push(rows))
    expect(seen).toEqual([])
  })

  test('ends the check with its error', async () => {
    await using file = await csvFile(`${header}2012-01-01,1,a\n`)
    const check = checkCsv(csvFixture(file.path, Day), () => {
      throw new Error('seen enough')
    })
    await expect(check).rejects.toThrow('seen enough')
  })
})

describe('a bad cell', () => {
  test('is told by file, line, column, name, and what was expected', async () => {
    const rows = '2012-01-01,0.5,"a\nb"\n2012-01-02,abc,x\n'
    expect(await problemsOf(header + rows)).toEqual(['rows.csv:4:2: rain: expected a decimal number, got "abc"'])
  })

  test('is told together with all the others', async () => {
    expect(await problemsOf(`${header}2012-01-01,x,a\n2012-02-30,y,b\n2012-01-03,1,c\n`)).toEqual([
      'rows.csv:2:2: rain: expected a decimal number, got "x" (and 2 more)',
      'rows.csv:3:1: date: expected a calendar day as YYYY-MM-DD, got "2012-02-30"',
      'rows.csv:3:2: rain: expected a decimal number, got "y"',
    ])
  })

  test('is told twenty times at most', async () => {
    const problems = await problemsOf(header + '2012-01-01,x,a\n'.repeat(1000))
    expect(problems).toHaveLength(20)
    expect(problems[0]).toContain('(and 19 more; reading stopped there)')
  })
})

describe('a broken file', () => {
  test.each([
    ['', 'rows.csv:1: expected a header line, got an empty file'],
    ['\ufeff', 'rows.csv:1: expected a header line, got an empty file'],
    [`${header}2012-01-01,1\n`, 'rows.csv:2:3: sky: expected 3 cells, as in the header, got 2'],
    [`${header}2012-01-01,1,a,b\n`, 'rows.csv:2:4: expected 3 cells, as in the header, got 4'],
    [
      `${header}2012-01-01,1,"a\r\nb"\n2012-01-02,1,"x\n2012-01-03,1,c\n`,
      'rows.csv:4:3: sky: expected the quote that opens here to be closed, got the end of the file',
    ],
    [
      `${header}"2012-01-01\n",1,"x\n`,
      'rows.csv:3:3: sky: expected the quote that opens here to be closed, got the end of the file',
    ],
    [
      `${header}2012-01-01,"1"2,a\n`,
      'rows.csv:2:2: rain: expected a comma or the end of the line after the closing quote, got more text',
    ],
    [
      `${header}2012-01-01,1,a"b\n`,
      'rows.csv:2:3: sky: expected quotes around the whole cell or none, got one in the middle',
    ],
    [
      `${header}2012-01-01,1,${'x'.repeat(1_100_000)}\n`,
      'rows.csv:2:3: sky: expected a record of at most 1048576 bytes, got more; is a quote not closed?',
    ],
  ])('%# is told where it breaks', async (text, problem) => expect(await problemsOf(text)).toEqual([problem]))

  test('is told after the bad rows before the break', async () => {
    expect(await problemsOf(`${header}2012-01-01,x,a\n2012-01-02,1,"b\n`)).toEqual([
      'rows.csv:2:2: rain: expected a decimal number, got "x" (and 1 more)',
      'rows.csv:3:3: sky: expected the quote that opens here to be closed, got the end of the file',
    ])
  })

  test.each([
    [
      Buffer.from(`${header}2012-01-01,1,caf\xe9\nx,y,z\n2012-01-03,1,a\n`, 'latin1'),
      'rows.csv:2: expected UTF-8, got something else at byte offset 30',
    ],
    [
      Buffer.from(`${header}2012-01-01,1,caf\xc3`, 'latin1'),
      'rows.csv:2: expected UTF-8, got something else at byte offset 30',
    ],
    [Buffer.from(`\ufeff${header}`, 'utf16le'), 'rows.csv:1: expected UTF-8, got something else at byte offset 0'],
  ])('%# is told by the first byte that is not UTF-8', async (bytes, problem) =>
    expect(await problemsOf(bytes)).toEqual([problem]),
  )
})

describe('a file that cannot be read', () => {
  test.each([`${tmpdir()}/no such file.csv`, tmpdir()])('%# is an error with a remedy', async (path) => {
    const error = await rejection(checkCsv(csvFixture(path, Day)))
    expect(error).toMatchObject({ code: 'CSV_UNREADABLE', message: expect.stringContaining(path) })
  })
})

describe('a file that changes after its check', () => {
  test.each([
    ['a changed byte', `${header}2012-01-01,1,b\n`],
    ['a further row', `${header}2012-01-01,1,a\n2012-01-02,1,a\n`],
    ['a row that has become bad', `${header}2012-01-01,x,a\n`],
    ['no rows any more', header],
  ])('is told: %s', async (_what, after) => {
    await using file = await csvFile(`${header}2012-01-01,1,a\n`)
    const fixture = csvFixture(file.path, Day)
    const summary = await checkCsv(fixture)
    await writeFile(file.path, after)
    expect(await rejection(Array.fromAsync(readCsv(fixture, summary)))).toMatchObject({ code: 'CSV_CHANGED' })
  })

  test.each([
    ['a further row', '2012-01-02,1,a\n2012-01-03,1,a\n'],
    ['a bad row between', '2012-01-02,x,a\n2012-01-03,1,a\n'],
  ])('gives none of what follows: %s', async (_what, after) => {
    await using file = await csvFile(`${header}2012-01-01,1,a\n2012-01-02,1,a\n`)
    const fixture = csvFixture(file.path, Day)
    const summary = await checkCsv(fixture)
    await writeFile(file.path, `${header}2012-01-01,1,a\n${after}`)
    const lines: number[] = []
    const reading = async (): Promise<void> => {
      for await (const piece of readCsv(fixture, summary)) lines.push(...piece.map(({ line }) => line))
    }
    expect(await rejection(reading())).toMatchObject({ code: 'CSV_CHANGED' })
    expect(lines).not.toContain(4)
  })
})
