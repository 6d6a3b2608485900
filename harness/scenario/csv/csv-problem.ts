/** What is wrong with a CSV file, at which line and column, and the report of all of it. */
import { StreamassayError } from '../../errors.ts'
import { shown } from '../cell-forms.ts'

/** So many problems are told at once; reading stops there. */
export const mostProblems = 20

export interface CsvProblem {
  /** The line (from 1) on which the record begins, or the quote or the byte that is at fault. */
  readonly line: number
  /** The position (from 1) of the cell in its record; null when the whole record is meant. */
  readonly column: number | null
  /** The column's name, where it is known. */
  readonly name: string | null
  /** What was expected, and what was got. */
  readonly what: string
  /** What to do about it, where that is more than to correct the cell. */
  readonly remedy?: string
  /** The text of the line, where no record could be made of it. */
  readonly brokenLine?: string
}

/** `orders.csv:17:2: price: expected a decimal number, got "abc"` */
export function csvProblemText(path: string, { line, column, name, what }: CsvProblem): string {
  const place = column === null ? `${path}:${line}` : `${path}:${line}:${column}`
  if (name === null) return `${place}: ${what}`
  // A name may hold line breaks, or signs that nobody sees.
  return `${place}: ${/^[\w.-]+$/.test(name) ? name : shown(name)}: ${what}`
}

/** What is wrong with a line as a whole comes after what is wrong with its cells. */
const columnOf = ({ column }: CsvProblem): number => column ?? Number.MAX_SAFE_INTEGER

/** All problems of a file as one `CSV_INVALID`: the first as the message, the others as details, in the file's order. */
export function csvInvalid(path: string, problems: readonly CsvProblem[]): StreamassayError {
  const inOrder = problems.toSorted((one, other) => one.line - other.line || columnOf(one) - columnOf(other))
  const [first = '', ...others] = inOrder.map((problem) => csvProblemText(path, problem))
  const stopped = problems.length === mostProblems ? '; reading stopped there' : ''
  const more = others.length === 0 ? '' : ` (and ${others.length} more${stopped})`
  const correct = 'Correct the file, or the columns that the scenario declares for it.'
  const remedies = new Set(inOrder.map(({ remedy = correct }) => remedy))
  return new StreamassayError('CSV_INVALID', first + more, {
    remedy: `${[...remedies].join(' ')} Nothing was sent.`,
    details: others,
  })
}
