/** A file's bytes as records, as far as they can be made: where the parser gives up, reading goes on at the next line. */
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'

import { parserProblem } from './csv-parser-problem.ts'
import { type CsvProblem, mostProblems } from './csv-problem.ts'
import { type CsvRecord, CsvRecordParser, type ParserFailure } from './csv-record-parser.ts'
import { countBreaksIn, nextLineStart } from './bytes/line-breaks.ts'

/** What a piece of the file gave. */
export interface CsvPiece {
  readonly records: readonly CsvRecord[]
  readonly problems: readonly CsvProblem[]
}

/** Fed with the bytes of one file, in order; `finish` comes last. */
export class ResumingParser {
  #parser = new CsvRecordParser()
  /** What has come since the last record ended, and a little before: here reading may have to go on. */
  #held: Buffer[] = []
  #heldFrom = 0
  /** The line that is passed over, because no record could be made of it; null when none is. */
  #passedOver: number | null = null
  #failures = 0

  /** The records that end in these bytes. */
  take(bytes: Buffer): Promise<CsvPiece> {
    return this.#read(bytes, false)
  }

  /** The last record, where no line break follows it. */
  finish(): Promise<CsvPiece> {
    return this.#read(Buffer.of(), true)
  }

  /** Where the byte stands that comes next: its line, and the position of its cell where that is known. */
  place(): Pick<CsvProblem, 'line' | 'column'> {
    if (this.#passedOver !== null) return { line: this.#passedOver, column: null }
    const record = this.#openRecord()
    return { line: this.#parser.next.line + countBreaksIn(record), column: columnAfter(record) }
  }

  async #read(bytes: Buffer, isEnd: boolean): Promise<CsvPiece> {
    let { records, unread, problems } = await this.#readOn(bytes, isEnd)
    while (unread !== null && this.#failures < mostProblems) {
      const further = await this.#readOn(unread, isEnd)
      records = records.concat(further.records)
      problems = problems.concat(further.problems)
      unread = further.unread
    }
    return { records, problems }
  }

  /** Reads until the parser gives up; then there is something that has to be read again. */
  async #readOn(bytes: Buffer, isEnd: boolean): Promise<CsvPiece & { readonly unread: Buffer | null }> {
    const readable = this.#passedOver === null ? bytes : this.#passOver(bytes, this.#passedOver)
    if (readable === null || this.#failures === mostProblems) return { records: [], problems: [], unread: null }
    this.#held.push(readable)
    const { records, failure } = await this.#parser.take(readable, isEnd)
    if (failure !== null) return { records, ...this.#giveUp(failure) }
    this.#letGo()
    return { records, problems: [], unread: null }
  }

  /** The problem of the line at which the parser gave up, and what is to be read again: all from that line on. */
  #giveUp(failure: ParserFailure): { readonly problems: CsvProblem[]; readonly unread: Buffer } {
    this.#failures += 1
    const record = this.#openRecord()
    const { line, offset } = this.#parser.next
    const cell = record.subarray(failure.cellOffset - offset)
    const cellLine = line + countBreaksIn(record.subarray(0, failure.cellOffset - offset))
    const end = nextLineStart(record, 0)
    const brokenLine = record.toString('utf8', 0, Math.min(end === -1 ? record.length : end, longestLookBytes))
    this.#held = []
    this.#heldFrom = failure.cellOffset
    this.#passedOver = cellLine
    return { problems: [{ ...parserProblem(failure, cellLine, cell), brokenLine }], unread: cell }
  }

  /** What is to be read after the line that is passed over, or null while that goes on. */
  #passOver(bytes: Buffer, line: number): Buffer | null {
    const unread = Buffer.concat([...this.#held, bytes])
    const start = nextLineStart(unread, 0)
    // What comes next may belong to a line break of which this is the first half.
    const passed = start !== -1 ? start : unread.at(-1) === carriageReturn ? unread.length - 1 : unread.length
    this.#heldFrom += passed
    this.#held = start === -1 ? [unread.subarray(passed)] : []
    if (start === -1) return null
    this.#passedOver = null
    this.#parser = new CsvRecordParser({ line: line + 1, offset: this.#heldFrom })
    return unread.subarray(start)
  }

  /** What has come of the record that has not ended. */
  #openRecord(): Buffer {
    return Buffer.concat(this.#held).subarray(this.#parser.next.offset - this.#heldFrom)
  }

  #letGo(): void {
    let [first] = this.#held
    while (first !== undefined && this.#heldFrom + first.length <= this.#parser.next.offset) {
      this.#heldFrom += first.length
      this.#held.shift()
      first = this.#held[0]
    }
  }
}

/** So much of a broken line is worth a look. */
const longestLookBytes = 10_000

const carriageReturn = 0x0d

/** The position (from 1) of the cell to which the next byte belongs. */
function columnAfter(record: Buffer): number {
  try {
    // A letter stands for that byte.
    const records = parse(Buffer.concat([record, Buffer.from('x')]), {
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
    })
    return records.at(-1)?.length ?? 1
  } catch (error) {
    if (error instanceof CsvError) return Number(error['index']) + 1
    throw error
  }
}
