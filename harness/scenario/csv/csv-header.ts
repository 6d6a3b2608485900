/** A CSV file's header line: where each declared column stands, and what is missing, unexpected or there twice. */
import { shown } from '../cell-forms.ts'
import type { CsvProblem } from './csv-problem.ts'
import type { CsvRecord } from './csv-record-parser.ts'

export interface CsvHeader {
  /** The names in the file's order. */
  readonly names: readonly string[]
  /** Where each declared column stands, from 0. */
  readonly positions: ReadonlyMap<string, number>
  readonly problems: readonly CsvProblem[]
}

/** Reads the header; with `problems`, its positions are not to be used. */
export function readCsvHeader(
  { line, cells }: CsvRecord,
  declared: readonly string[],
  otherColumns: 'refuse' | 'ignore',
): CsvHeader {
  // Reversed, so that of equal names the first stands.
  const positions = new Map(cells.map((name, position) => [name, position] as const).toReversed())
  const ofCell = (name: string, position: number): CsvProblem | null => {
    const first = positions.get(name) ?? position
    const problem = (what: string): CsvProblem => ({ line, column: position + 1, name: name || null, what })
    if (name === '') return otherColumns === 'ignore' ? null : problem('expected a column name, got an empty cell')
    if (first !== position) return problem(`expected each column once, got it as column ${first + 1} already`)
    if (otherColumns === 'ignore' || declared.includes(name)) return null
    return problem(`unexpected column; the scenario declares ${declared.join(', ')}`)
  }
  const missing = declared.filter((name) => !positions.has(name))
  return {
    names: cells,
    positions: new Map(declared.map((name) => [name, positions.get(name) ?? -1])),
    problems: [...cells.map(ofCell).filter((problem) => problem !== null), ...absence(line, missing, cells)],
  }
}

function absence(line: number, missing: readonly string[], cells: readonly string[]): CsvProblem[] {
  if (missing.length === 0) return []
  const what = `missing ${missing.join(', ')}; the header has ${cells.map(shown).join(', ')}`
  return [{ line, column: null, name: null, what }]
}
