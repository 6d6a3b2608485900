/** Counts what has been generated while it is judged, in memory that does not grow with it. */
import { messageOf, StreamassayError } from '../errors.ts'
import type { ColumnType } from '../scenario/column-kinds.ts'
import { thrownAt } from '../scenario/fault/thrown-at.ts'
import type { CheckStatistics } from '../verdict/check-account.ts'
import { visibleText } from '../verdict/report/value-text.ts'
import { edgesOf } from './arbitrary/cells.ts'
import type { ExpectedCase } from './batch/batch.ts'

/** Upper ends of the groups that cases are counted in by their number of rows. */
const groupEnds = [1, 2, 5, 10, 20, 50, 100, 1000, Number.POSITIVE_INFINITY]

/** The columns whose values are derived, with their types; null where the row is the check's own. */
export type DerivedColumns = ReadonlyMap<string, ColumnType> | null

export class Tally<Row> {
  cases = 0
  rows = 0
  #keptRows = 0
  readonly #sizes = groupEnds.map(() => 0)
  readonly #edges: readonly (readonly [string, (row: Row) => boolean])[]
  readonly #edgeRows: number[]
  /** The edge values of each derived column that have not come yet. */
  readonly #missing: ReadonlyMap<string, Set<string>>
  readonly #edgeValues: number | null

  constructor(edges: Readonly<Record<string, (row: Row) => boolean>>, derived: DerivedColumns) {
    this.#edges = Object.entries(edges)
    this.#edgeRows = this.#edges.map(() => 0)
    this.#missing = new Map([...(derived ?? [])].map(([name, type]) => [name, new Set(edgesOf(type).map(keyOf))]))
    this.#edgeValues = derived && [...this.#missing.values()].reduce((sum, { size }) => sum + size, 0)
  }

  add({ rows, expected }: ExpectedCase<Row, unknown>): void {
    this.cases += 1
    this.rows += rows.length
    this.#keptRows += new Set(expected.map(({ line }) => line)).size
    const group = groupEnds.findIndex((end) => rows.length <= end)
    this.#sizes[group] = (this.#sizes[group] ?? 0) + 1
    for (const row of rows) {
      for (const [at, [name, isOnEdge]] of this.#edges.entries()) {
        if (isReached(name, isOnEdge, row)) this.#edgeRows[at] = (this.#edgeRows[at] ?? 0) + 1
      }
      for (const [name, missing] of this.#missing) {
        if (missing.size > 0) missing.delete(keyOf((row as Readonly<Record<string, unknown>>)[name]))
      }
    }
  }

  statistics(): CheckStatistics {
    const missing = [...this.#missing.values()].reduce((sum, { size }) => sum + size, 0)
    return {
      sizes: groupEnds.flatMap((end, at) => {
        const cases = this.#sizes[at] ?? 0
        return cases === 0 ? [] : [[groupName((groupEnds[at - 1] ?? 0) + 1, end), cases] as const]
      }),
      keptRows: this.#keptRows,
      edges: this.#edges.map(([name], at) => [name, this.#edgeRows[at] ?? 0]),
      edgeValues: this.#edgeValues === null ? null : { hit: this.#edgeValues - missing, of: this.#edgeValues },
    }
  }
}

/** @throws StreamassayError `OPTION_INVALID` where the check's own function throws */
function isReached<Row>(edge: string, isOnEdge: (row: Row) => boolean, row: Row): boolean {
  try {
    return isOnEdge(row)
  } catch (error) {
    const what = `${messageOf(error)}, on a generated row: ${visibleText(row)}${thrownAt(error)}`
    throw new StreamassayError('OPTION_INVALID', `the check's edge ${JSON.stringify(edge)} failed: ${what}`, {
      remedy: 'Let this function of `edges` accept every generated row.',
      cause: error,
    })
  }
}

/** -0 is an edge of its own. */
const keyOf = (value: unknown): string => (Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`)

const groupName = (first: number, last: number): string =>
  first === last ? String(first) : Number.isFinite(last) ? `${first} to ${last}` : `${first} or more`
