/** csv-parse behind a small face: bytes in, records out, each with the line on which it begins. */
import { parse } from 'csv-parse'
import type { Parser } from 'csv-parse'

import { longestRecordBytes, parserProblem } from './csv-parser-problem.ts'
import type { CsvProblem } from './csv-problem.ts'

export interface CsvRecord {
  /** The line (from 1) on which the record begins. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The records of a piece of the file; `broken` says why no further piece can be read. */
export interface CsvPiece {
  readonly records: readonly CsvRecord[]
  readonly broken: CsvProblem | null
}

/** The parser of one file, which is fed with the file's bytes in order. */
export class CsvRecordParser {
  readonly #path: string
  readonly #parser: Parser
  #records: CsvRecord[] = []
  #nextLine = 1

  constructor(path: string) {
    this.#path = path
    this.#parser = parse({
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: longestRecordBytes,
      // Records are taken here and not from the stream, which drops those before an error.
      on_record: (cells: string[]) => {
        this.#records.push({ line: this.#nextLine, cells })
        // The parser's own count of lines takes a CRLF inside quotes for two.
        this.#nextLine += 1 + cells.reduce((breaks, cell) => breaks + countLineBreaks(cell), 0)
        return null
      },
    })
    // Each call's own callback gets the error; without a listener it would end the process as well.
    this.#parser.on('error', () => undefined).resume()
  }

  /** The line on which the next record begins. */
  get nextLine(): number {
    return this.#nextLine
  }

  /** The records that end in these bytes. */
  take(bytes: Uint8Array): Promise<CsvPiece> {
    return this.#afterCall((done) => this.#parser.write(bytes, done))
  }

  /** The last record, where no line break follows it. */
  finish(): Promise<CsvPiece> {
    return this.#afterCall((done) => this.#parser.end(done))
  }

  async #afterCall(call: (done: (error?: Error | null) => void) => void): Promise<CsvPiece> {
    const { promise, resolve } = Promise.withResolvers<Error | null>()
    call((error) => resolve(error ?? null))
    const error = await promise
    const records = this.#records
    this.#records = []
    return { records, broken: error && (await parserProblem(this.#path, this.#parser.info.bytes, error)) }
  }
}

/** How many line breaks a text holds, however they are written. */
function countLineBreaks(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}
