/** Specs of reading on after a line that no record can be made of. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { ResumingParser } from '../../../../harness/scenario/csv/resuming-parser.ts'

/** What comes of a text, and where its end stands, when it is read so many bytes at a time. */
async function readInPieces(text: string, pieceBytes: number) {
  const parser = new ResumingParser()
  const bytes = Buffer.from(text)
  const pieces = []
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    pieces.push(await parser.take(bytes.subarray(start, start + pieceBytes)))
  }
  const end = parser.place()
  pieces.push(await parser.finish())
  return {
    records: pieces.flatMap(({ records }) => records.map(({ line, cells }) => `${line}: ${JSON.stringify(cells)}`)),
    problems: pieces.flatMap(({ problems }) => problems.map(({ line, column }) => `${line}:${column}`)),
    end,
  }
}

test.each([
  ['a stray quote', 'a,b\nx"y,1\nc,d\n', ['1: ["a","b"]', '3: ["c","d"]'], ['2:1']],
  ['text after a closing quote', 'a,b\n1,"x"y\r\nc,d\r\n', ['1: ["a","b"]', '3: ["c","d"]'], ['2:2']],
  ['an unclosed quote', 'a,b\r1,"x\rc,d\re,f', ['1: ["a","b"]', '3: ["c","d"]', '4: ["e","f"]'], ['2:2']],
  ['a quote that opens in a later line of its record', '"a\nb",c"\nd,e\n', ['3: ["d","e"]'], ['2:2']],
  ['every line', 'a"\nb"\nc"\n', [], ['1:1', '2:1', '3:1']],
  ['the last line, which has no end', 'a,b\nc,"d', ['1: ["a","b"]'], ['2:2']],
])('after %s, reading goes on at the next line', async (_what, text, records, problems) => {
  expect(await readInPieces(text, text.length)).toMatchObject({ records, problems })
})

test.each(['\r', '\n', '\r\n'])('a broken line may end in %j where two pieces meet', async (lineEnd) => {
  const { records } = await readInPieces(`a"${'a'.repeat(20)}${lineEnd}b,c${lineEnd}`, 1)
  expect(records).toEqual(['2: ["b","c"]'])
})

test('all is the same, however the file is cut into pieces', async () => {
  const signs = fc.constantFrom('a', ',', ',', '"', '"', '\n', '\n', '\r', '\r\n', 'é')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: signs, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (text, bytes) => {
      expect(await readInPieces(text, bytes)).toEqual(await readInPieces(text, 1000))
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['', 1, 1],
  ['a,b', 1, 2],
  ['a,b\n', 2, 1],
  ['a,b\r\nc,"d,\r\n', 3, 2],
  ['\ufeffa,"b"', 1, 2],
  ['a\nb,c"d and so on', 2, null],
])('the byte after %j stands in line %i, column %s', async (text, line, column) => {
  expect((await readInPieces(text, 1000)).end).toMatchObject({ line, column })
})

test('a file is given up after twenty broken lines', async () => {
  const { problems, records } = await readInPieces(`${'a"\n'.repeat(30)}b\n`, 1000)
  expect(problems).toHaveLength(20)
  expect(records).toEqual([])
})
