/** A CSV file as a stream of records, in pieces of bounded size; its bytes are hashed and proven to be UTF-8 on the way. */
import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'

import { messageOf, StreamassayError } from '../../errors.ts'
import type { CsvProblem } from './csv-problem.ts'
import { CsvRecordParser } from './csv-record-parser.ts'
import type { CsvPiece } from './csv-record-parser.ts'
import { Utf8Guard } from './utf8-guard.ts'

/**
 * Reads a file once and feeds its bytes to `hash`. A piece that is `broken` is the last.
 *
 * @throws StreamassayError `CSV_UNREADABLE` when there is no such file, or it cannot be read
 */
export async function* readCsvRecords(path: string, hash: Hash): AsyncGenerator<CsvPiece, void, undefined> {
  const parser = new CsvRecordParser(path)
  const guard = new Utf8Guard()
  for await (const bytes of fileBytes(path)) {
    hash.update(bytes)
    const fault = guard.findFault(bytes)
    const piece = await parser.take(fault === null ? bytes : bytes.subarray(0, fault.soundBytes))
    const broken = piece.broken ?? (fault && notUtf8(parser.nextLine, fault.offset))
    yield { ...piece, broken }
    if (broken !== null) return
  }
  const cutOff = guard.findCutOff()
  if (cutOff === null) yield await parser.finish()
  else yield { records: [], broken: notUtf8(parser.nextLine, cutOff) }
}

/** Of pieces of this size the rows die young; of larger ones Node keeps a hundred megabytes of dead rows. */
const pieceBytes = 16 * 1024

async function* fileBytes(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: pieceBytes })) yield bytes as Buffer
  } catch (error) {
    throw new StreamassayError('CSV_UNREADABLE', `cannot read ${path}: ${messageOf(error)}`, {
      remedy: `make ${path} a file that can be read; a relative path counts from the working directory, ${process.cwd()}`,
      cause: error,
    })
  }
}

const notUtf8 = (line: number, offset: number): CsvProblem => ({
  line,
  column: null,
  name: null,
  what: `expected UTF-8, got something else at byte offset ${offset}`,
})
