/** A CSV file as a stream of records and of what keeps it from being them; its bytes are hashed and looked at on the way. */
import type { Hash } from 'node:crypto'

import { ByteGuard } from './bytes/byte-guard.ts'
import type { ByteFault } from './bytes/byte-guard.ts'
import { fileBytes } from './bytes/file-bytes.ts'
import { foreignKind } from './bytes/file-kind.ts'
import type { CsvProblem } from './csv-problem.ts'
import { ResumingParser } from './resuming-parser.ts'
import type { CsvPiece } from './resuming-parser.ts'

/**
 * Reads a file once, in pieces of bounded size, and feeds its bytes to `hash`. Of a file that is no UTF-8 text by its first
 * bytes that is the only problem.
 *
 * @throws StreamassayError as `fileBytes` says
 */
export async function* readCsvRecords(path: string, hash: Hash): AsyncGenerator<CsvPiece, void, undefined> {
  const parser = new ResumingParser()
  const guard = new ByteGuard()
  let offset = 0
  for await (const bytes of fileBytes(path)) {
    const foreign = offset === 0 ? foreignKind(bytes) : null
    if (foreign !== null) {
      const what = `expected UTF-8 text, got ${foreign.name} at byte offset 0`
      yield { records: [], problems: [{ line: 1, column: null, name: null, what, remedy: foreign.remedy }] }
      return
    }
    hash.update(bytes)
    let read = 0
    for (const fault of guard.findFaults(bytes)) {
      // A character that began in the piece before can be at fault.
      const end = Math.max(read, fault.offset - offset)
      yield await parser.take(bytes.subarray(read, end))
      yield { records: [], problems: [faultHere(parser, fault)] }
      read = end
    }
    yield await parser.take(read === 0 ? bytes : bytes.subarray(read))
    offset += bytes.length
  }
  const cutOff = guard.findCutOff()
  if (cutOff !== null) yield { records: [], problems: [faultHere(parser, cutOff)] }
  yield await parser.finish()
}

const faultHere = (parser: ResumingParser, { what, remedy }: ByteFault): CsvProblem => ({
  ...parser.place(),
  name: null,
  what,
  remedy,
})
