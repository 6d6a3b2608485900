/** csv-parse behind a small face: bytes in, records out, each with the line on which it begins. */
import { CsvError, parse } from 'csv-parse'
import type { Parser } from 'csv-parse'

import { countLineBreaks } from './bytes/line-breaks.ts'

/** The longest record that is read, in bytes: a Kafka broker takes no larger message unless it is told to. */
export const longestRecordBytes = 1_048_576

export interface CsvRecord {
  /** The line (from 1) on which the record begins. */
  readonly line: number
  readonly cells: readonly string[]
  /** Whether it has more than `longestRecordBytes`. */
  readonly isTooLong?: true
}

/** A place in a file at which a record begins. */
export interface RecordStart {
  /** From 1. */
  readonly line: number
  /** In bytes, from 0. */
  readonly offset: number
}

const failureCodes = [
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
  'CSV_MAX_RECORD_SIZE',
] as const

/** That the parser gave up. */
export interface ParserFailure {
  readonly code: (typeof failureCodes)[number]
  /** The position (from 1) of the cell at fault in its record. */
  readonly column: number
  /** Where that cell begins, in bytes of the file: at the comma before it, or the beginning of its record. */
  readonly cellOffset: number
}

/** The records that ended in a piece of the file, and why no further piece can be read. */
interface Parsed {
  readonly records: readonly CsvRecord[]
  readonly failure: ParserFailure | null
}

/** A parser that is fed with a file's bytes, in order, from `start` on. */
export class CsvRecordParser {
  readonly #startOffset: number
  readonly #parser: Parser
  #records: CsvRecord[] = []
  #line: number
  #offset: number

  constructor(start: RecordStart = { line: 1, offset: 0 }) {
    this.#startOffset = start.offset
    this.#line = start.line
    this.#offset = start.offset
    this.#parser = parse({
      bom: start.offset === 0,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: longestRecordBytes,
      // Records are taken here and not from the stream, which drops those before an error.
      on_record: (cells: string[], { bytes }) => {
        const end = start.offset + bytes
        const tooLong = end - this.#offset > longestRecordBytes
        this.#records.push(tooLong ? { line: this.#line, cells, isTooLong: true } : { line: this.#line, cells })
        // The parser's own count of lines takes a CRLF inside quotes for two.
        this.#line += 1 + cells.reduce((breaks, cell) => breaks + countLineBreaks(cell), 0)
        this.#offset = end
        return null
      },
    })
    // Each call's own callback gets the error; without a listener it would end the process as well.
    this.#parser.on('error', () => undefined).resume()
  }

  /** Where the next record begins. */
  get next(): RecordStart {
    return { line: this.#line, offset: this.#offset }
  }

  /** The records that end in these bytes; with `isEnd` no more are to come, and the last record need not end in a line break. */
  async take(bytes: Uint8Array, isEnd = false): Promise<Parsed> {
    const taken = await this.#afterCall((done) => this.#parser.write(bytes, done))
    if (!isEnd || taken.failure !== null) return taken
    const last = await this.#afterCall((done) => this.#parser.end(done))
    return { records: [...taken.records, ...last.records], failure: last.failure }
  }

  async #afterCall(call: (done: (error?: Error | null) => void) => void): Promise<Parsed> {
    const { promise, resolve } = Promise.withResolvers<Error | null>()
    call((error) => resolve(error ?? null))
    const error = await promise
    const records = this.#records
    this.#records = []
    if (error === null) return { records, failure: null }
    const code = failureCodes.find((known) => error instanceof CsvError && known === error.code)
    if (!(error instanceof CsvError) || code === undefined) throw error
    const cellOffset = this.#startOffset + this.#parser.info.bytes
    return { records, failure: { code, column: Number(error['index']) + 1, cellOffset } }
  }
}
