/** Specs of cutting bytes into records, each on its line. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { CsvRecordParser } from '../../../../harness/scenario/csv/csv-record-parser.ts'
import type { CsvRecord } from '../../../../harness/scenario/csv/csv-record-parser.ts'

async function parseInPieces(bytes: Uint8Array, pieceBytes: number): Promise<CsvRecord[]> {
  const parser = new CsvRecordParser()
  const records: CsvRecord[] = []
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    records.push(...(await parser.take(bytes.subarray(start, start + pieceBytes))).records)
  }
  return [...records, ...(await parser.take(Buffer.of(), true)).records]
}

const parseText = (text: string): Promise<CsvRecord[]> => parseInPieces(Buffer.from(text), text.length)

test('every cell comes out as it was quoted in, on the line where its record begins, however the file is cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\r\n', 'é', '😀', ' '), maxLength: 6 })
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 })
  const lineEnds = fc.constantFrom('\n', '\r\n', '\r')
  await fc.assert(
    fc.asyncProperty(rows, lineEnds, fc.integer({ min: 1, max: 12 }), async (cells, lineEnd, pieceBytes) => {
      const lines = cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
      let line = 1
      const expected = cells.map((row, index) => {
        const record = { line, cells: row }
        line += `${lines[index]}`.split(/\r\n|\r|\n/).length
        return record
      })
      expect(await parseInPieces(Buffer.from(lines.join(lineEnd)), pieceBytes)).toEqual(expected)
    }),
  )
})

test('a byte-order mark, mixed line ends and a last line without one are accepted', async () => {
  expect(await parseText('\ufeffa,b\r\n1,2\n3,4\r5,6')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
    { line: 3, cells: ['3', '4'] },
    { line: 4, cells: ['5', '6'] },
  ])
})

test('records of any number of cells come out, blank lines too', async () => {
  expect((await parseText('a,b\n\n1\n1,2,3\n')).map(({ cells }) => cells.length)).toEqual([2, 1, 1, 3])
})
