/** What the CSV parser could not read, as a problem of ours: where the cell at fault begins, what was expected, what was got. */
import { shown } from '../cell-forms.ts'
import type { CsvProblem } from './csv-problem.ts'
import { longestRecordBytes, type ParserFailure } from './csv-record-parser.ts'
import { countBreaksIn } from './bytes/line-breaks.ts'

const quote = 0x22
const doubled = 'to have a quote in a cell, put the cell in quotes and write the quote twice'

/** Blanks beside a quoted cell belong to no cell. */
const hint = (text: string, side: 'before' | 'after'): string =>
  text.trim() === '' ? `remove the blanks ${side} the quotes` : doubled

/** More than any broker takes. */
export const tooLong = {
  what: `expected a record of at most ${longestRecordBytes} bytes, got a longer one`,
  remedy: 'Shorten the record: a Kafka broker accepts no larger message.',
}

/**
 * The problem of a cell that begins on `line`. `cell` is what has been read of the file from that cell on, where the comma
 * before it may come first.
 */
export function parserProblem({ code, column }: ParserFailure, line: number, cell: Buffer): CsvProblem {
  const place = { line, column, name: null }
  const opening = cell.indexOf(quote)
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return { ...place, what: 'expected the quote that opens here to be closed, got the end of the file' }
    case 'CSV_INVALID_CLOSING_QUOTE':
      return { ...place, what: textAfterQuote(line, cell.subarray(opening)) }
    case 'INVALID_OPENING_QUOTE': {
      const before = textOf(cell.subarray(cell[0] === comma ? 1 : 0, opening))
      const got = `got a quote after ${shown(before)}; ${hint(before, 'before')}`
      return { ...place, what: `expected quotes around the whole cell or none, ${got}` }
    }
    // CSV_MAX_RECORD_SIZE
    default: {
      const isQuoted = opening === 0 || (opening === 1 && cell[0] === comma)
      if (!isQuoted) return { ...place, ...tooLong }
      return { ...place, what: `expected the quote that opens here to be closed within ${longestRecordBytes} bytes` }
    }
  }
}

const comma = 0x2c

/** What follows the quote that ends a quoted cell, where the cell begins on `line`. */
function textAfterQuote(line: number, cell: Buffer): string {
  const closing = closingQuote(cell)
  const rest = /^[^,"\r\n]*/.exec(textOf(cell.subarray(closing + 1)))?.[0] ?? ''
  const breaks = countBreaksIn(cell.subarray(0, closing))
  if (breaks === 0) {
    return `expected a comma or the end of the line after the closing quote, got ${shown(rest)}; ${hint(rest, 'after')}`
  }
  const next = `the next quote is on line ${line + breaks} and has ${shown(rest)} after it`
  return `expected the quote that opens here to be closed before a comma or a line end, but ${next}`
}

/** Where the quote stands that ends a cell which begins with one. */
function closingQuote(cell: Buffer): number {
  let at = cell.indexOf(quote, 1)
  while (at !== -1 && cell[at + 1] === quote) at = cell.indexOf(quote, at + 2)
  return at === -1 ? cell.length : at
}

/** The beginning of it, longer than what is shown. */
const textOf = (bytes: Buffer): string => bytes.toString('utf8', 0, 1000)
