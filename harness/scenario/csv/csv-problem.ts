/** What is wrong with a CSV file, at which line and column. */

export interface CsvProblem {
  /** The line (from 1) on which the record begins, or the quote that is at fault. */
  readonly line: number
  /** The position (from 1) of the cell in its record; null when the whole record is meant. */
  readonly column: number | null
  /** The column's name, where it is known. */
  readonly name: string | null
  /** What was expected, and what was got. */
  readonly what: string
}

/** `fixtures/x.csv:17:2: precipitation: expected a decimal number, got "abc"` */
export function csvProblemText(path: string, { line, column, name, what }: CsvProblem): string {
  const place = column === null ? `${path}:${line}` : `${path}:${line}:${column}`
  return name === null ? `${place}: ${what}` : `${place}: ${name}: ${what}`
}
