/** Specs of the two readings of a CSV file: the check before anything is sent, and the rows after it. */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
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

test.each([19, 20, 21])('of %i problems, far apart, the first twenty are told', async (count) => {
  const sound = '2012-01-01,1,clear\n'.repeat(500)
  const told = await problemsOf(header + `2012-01-01,x,clear\n${sound}`.repeat(count))
  const most = Math.min(count, 20)
  expect(told[0]).toMatch(new RegExp(`:2:2: rain: .*${count >= 20 ? 'reading stopped there' : ''}`))
  expect(told.slice(1)).toHaveLength(most - 1)
  expect(told.at(-1)).toContain(`:${2 + 501 * (most - 1)}:2: rain: expected a decimal number`)
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

  test('sees nothing more after a fault, so that what it throws hides none', async () => {
    await using file = await csvFile(`${header}2012-01-01,x,a\n${'2012-01-01,1,a\n'.repeat(8000)}`)
    const check = checkCsv(csvFixture(file.path, Day), () => {
      throw new Error('seen')
    })
    await expect(check).rejects.toMatchObject({ code: 'CSV_INVALID' })
  })

  test('ends the check with its error', async () => {
    await using file = await csvFile(`${header}2012-01-01,1,a\n`)
    const check = checkCsv(csvFixture(file.path, Day), () => {
      throw new Error('seen enough')
    })
    await expect(check).rejects.toThrow('seen enough')
  })
})

describe('a file that is not sound', () => {
  test('is told with every fault, the first of them as the message', async () => {
    expect(await problemsOf(`${header}2012-01-01,x,a\n2012-01-01,y,"b\n2012-01-03,1,c\n`)).toEqual([
      'rows.csv:2:2: rain: expected a decimal number, got "x" (and 1 more)',
      'rows.csv:3:3: sky: expected the quote that opens here to be closed, got the end of the file',
    ])
  })

  test('is told twenty times at most', async () => {
    const problems = await problemsOf(header + '2012-01-01,x,a\n'.repeat(1000))
    expect(problems).toHaveLength(20)
    expect(problems[0]).toContain('(and 19 more; reading stopped there)')
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
