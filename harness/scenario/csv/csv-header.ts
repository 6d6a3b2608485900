/** A CSV file's header line: where each declared column stands, and what is missing, unexpected or there twice. */
import { listed } from '../../text.ts'
import { shown } from '../cell-forms.ts'
import { delimiterProblem, headerDelimiter } from './csv-delimiter.ts'
import type { CsvProblem } from './csv-problem.ts'
import type { CsvRecord } from './csv-record-parser.ts'

export interface CsvHeader {
  /** The names in the file's order. */
  readonly names: readonly string[]
  /** Where each declared column stands, from 0; -1 where there is none, or more than one. */
  readonly positions: ReadonlyMap<string, number>
  readonly problems: readonly CsvProblem[]
}

/** What the fixture says of its columns. */
export interface DeclaredColumns {
  readonly names: readonly string[]
  readonly others: 'refuse' | 'ignore'
}

/** Reads the header. Of a line that names none of the declared columns that is all that is said. */
export function readCsvHeader({ line, cells }: CsvRecord, { names, others }: DeclaredColumns): CsvHeader {
  const standsAt = Map.groupBy(cells.keys(), (position) => cells[position] ?? '')
  const positions = new Map(
    names.map((name) => {
      const [first = -1, second] = standsAt.get(name) ?? []
      return [name, second === undefined ? first : -1]
    }),
  )
  if (!names.some((name) => standsAt.has(name)))
    return { names: cells, positions, problems: [noHeader(line, cells, names)] }
  const missing = names.filter((name) => !standsAt.has(name))
  const meant = cells.map((cell) => missing.find((name) => bare(name) !== '' && bare(name) === bare(cell)))
  const ofCell = (name: string, position: number): CsvProblem | null => {
    const problem = (what: string): CsvProblem => ({ line, column: position + 1, name: name || null, what })
    const first = standsAt.get(name)?.[0] ?? position
    const isDeclared = names.includes(name)
    if (meant[position] !== undefined) {
      return problem(`unexpected column; the scenario spells it ${shown(meant[position])}, and the file ${shown(name)}`)
    }
    if (others === 'ignore' && !isDeclared) return null
    if (first !== position && (name !== '' || isDeclared)) {
      return problem(`expected each column once, but column ${first + 1} has the same name`)
    }
    if (isDeclared) return null
    const what =
      name === ''
        ? 'expected a column name, got an empty cell'
        : `unexpected column; the scenario declares ${listed(names)}`
    return { ...problem(what), remedy: orIgnore }
  }
  const unseen = missing.filter((name) => !meant.includes(name))
  return {
    names: cells,
    positions,
    problems: [...cells.map(ofCell).filter((problem) => problem !== null), ...absence(line, unseen, cells)],
  }
}

/** The problem of a header line that no record could be made of. */
export const brokenHeader = (problem: CsvProblem, declared: readonly string[]): CsvProblem => {
  const delimiter = headerDelimiter(problem.brokenLine ?? '', declared)
  return delimiter === null ? problem : { ...problem, column: null, ...delimiterProblem(delimiter) }
}

const orIgnore =
  "Correct the header, or ignore columns that the scenario does not declare: csvFixture(path, columns, { otherColumns: 'ignore' })."

/** As it is without what is easily overlooked. */
const bare = (name: string): string => name.replaceAll(/[\s\p{Cf}_-]/gu, '').toLowerCase()

function noHeader(line: number, cells: readonly string[], declared: readonly string[]): CsvProblem {
  const place = { line, column: null, name: null }
  const delimiter = headerDelimiter(cells.join(','), declared)
  if (delimiter !== null) return { ...place, ...delimiterProblem(delimiter) }
  const got = cells.every((cell) => cell.trim() === '') ? 'an empty line' : listed(cells.map(shown))
  return {
    ...place,
    what: `expected a header line that names ${listed(declared)}, got ${got}`,
    remedy: 'Name the columns in the first line of the file, as in the scenario.',
  }
}

function absence(line: number, missing: readonly string[], cells: readonly string[]): CsvProblem[] {
  if (missing.length === 0) return []
  const what = `missing ${listed(missing)}; the header has ${listed(cells.map(shown))}`
  return [{ line, column: null, name: null, what }]
}
