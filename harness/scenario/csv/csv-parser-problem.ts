/** What the CSV parser could not read, as a problem of ours: the line of the cell at fault, its column, and what was expected. */
import { createReadStream } from 'node:fs'
import { CsvError } from 'csv-parse'

import type { CsvProblem } from './csv-problem.ts'

/** The longest record that is read: a Kafka broker takes no larger message unless it is told to. */
export const longestRecordBytes = 1_048_576

const explanations: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'expected the quote that opens here to be closed, got the end of the file'],
  ['CSV_INVALID_CLOSING_QUOTE', 'expected a comma or the end of the line after the closing quote, got more text'],
  ['INVALID_OPENING_QUOTE', 'expected quotes around the whole cell or none, got one in the middle'],
  ['CSV_MAX_RECORD_SIZE', `expected a record of at most ${longestRecordBytes} bytes, got more; is a quote not closed?`],
])

/**
 * Where the cell begins at which the parser gave up, and why. `parsedBytes` is how far the parser had come: what it counts
 * ends at the last comma or line break before that cell. An error that is not about the file is thrown again.
 */
export async function parserProblem(path: string, parsedBytes: number, error: unknown): Promise<CsvProblem> {
  const what = error instanceof CsvError ? explanations.get(error.code) : undefined
  if (!(error instanceof CsvError) || what === undefined) throw error
  const line = await lineAt(path, parsedBytes)
  return { line, column: Number(error['index']) + 1, name: null, what }
}

/** The line (from 1) that a byte of a file is on: the file is read again, which only a broken one costs. */
async function lineAt(path: string, offset: number): Promise<number> {
  if (offset === 0) return 1
  let line = 1
  let last = 0
  for await (const bytes of createReadStream(path, { end: offset - 1 })) {
    for (const byte of bytes as Buffer) {
      if (byte === 0x0d || (byte === 0x0a && last !== 0x0d)) line += 1
      last = byte
    }
  }
  return line
}
