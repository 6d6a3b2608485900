/** Ties: rows of windows that close together have no order between keys, so the order in which they were seen is the right one. */
import type { ExpectedRow, Tie } from '../../../scenario/reference/reading.ts'
import { exactText, type Tolerance } from '../equality.ts'
import { at } from '../positions.ts'
import { judgeOrder, type Misplaced } from './order.ts'

/** True if some of the rows are tied. */
export const hasTies = (expected: readonly ExpectedRow<unknown>[]): boolean =>
  expected.some(({ tie }) => tie !== undefined)

/**
 * The places of the expected rows, with the rows of each moment in the order in which their partners were seen. A row
 * without a partner comes after those of its moment that have one.
 *
 * @param partners the expected row of each observed row, or -1, paired without regard to order
 */
export function arrangement(expected: readonly ExpectedRow<unknown>[], partners: Int32Array): Int32Array {
  const seenAt = new Float64Array(expected.length).fill(Infinity)
  for (const [observed, row] of partners.entries()) if (row >= 0) seenAt[row] = observed
  const places = Int32Array.from(expected.keys())
  const momentOf = (row: number): number | undefined => expected[row]?.tie?.moment
  let start = 0
  for (let end = 1; end <= places.length; end += 1) {
    if (momentOf(end) !== undefined && momentOf(end) === momentOf(end - 1)) continue
    // Infinity minus Infinity is no number: rows that were not seen keep their order.
    places.subarray(start, end).sort((one, other) => at(seenAt, one) - at(seenAt, other) || one - other)
    start = end
  }
  return places
}

/** Rows after `arrangement`, by number. */
export interface ArrangedRows {
  readonly expected: readonly ExpectedRow<unknown>[]
  /** The place of each expected row before it was arranged. */
  readonly places: Int32Array
  /** The expected row of each observed row, or -1. */
  readonly partners: Int32Array
  /** The lane of a pair, or null if its order cannot be judged. */
  readonly laneOf: (expected: number, observed: number) => number | null
  readonly tolerance: Tolerance
}

/**
 * The matched rows that are out of order within their own window. A row that is equal to one of another window of its
 * moment is left out: which of the two was seen cannot be known.
 */
export function misplacedInWindows({ expected, places, partners, laneOf, tolerance }: ArrangedRows): Misplaced[] {
  const windows = expected.map(({ tie }) => (tie === undefined ? null : `${tie.moment} ${tie.window}`))
  const rowsOf = Map.groupBy(expected.keys(), (row) => windows[row] ?? null)
  if (rowsOf.entries().every(([window, rows]) => window === null || rows.length === 1)) return []
  const texts = expected.map(({ out, tie }) => (tie === undefined ? '' : `${tie.moment} ${exactText(out, tolerance)}`))
  const windowOf = new Map<string, string | null>()
  const ambiguous = new Set<string>()
  for (const [row, text] of texts.entries()) {
    const window = windows[row] ?? null
    if ((windowOf.get(text) ?? window) !== window) ambiguous.add(text)
    windowOf.set(text, window)
  }
  const rowAt = new Int32Array(places.length)
  for (const [row, place] of places.entries()) rowAt[place] = row
  const lanes = new Map<string, number>()
  const { misplaced } = judgeOrder(
    partners.map((row) => (row < 0 ? -1 : at(places, row))),
    (place, observed) => {
      const row = at(rowAt, place)
      const lane = windows[row] === null || ambiguous.has(texts[row] ?? '') ? null : laneOf(row, observed)
      if (lane === null) return null
      const name = `${windows[row]} ${lane}`
      const number = lanes.get(name) ?? lanes.size
      lanes.set(name, number)
      return number
    },
  )
  return misplaced.map(({ observed, seen, ...rows }) => {
    return { expected: at(rowAt, rows.expected), observed, seen, other: at(rowAt, rows.other) }
  })
}

/** A row that was seen, by its number among the expected ones. */
interface SeenRow {
  readonly row: ExpectedRow<unknown>
  readonly expected: number
}

/** Follows the rows of one moment as they are seen: those of a window in their order, the windows in any. */
export class TieOrder {
  readonly #moment: number
  readonly #furthest = new Map<number, number>()

  private constructor(moment: number) {
    this.#moment = moment
  }

  /** The order to follow when a row of this tie comes: the same one while the moment is the same. */
  static after(before: TieOrder | null, tie: Tie | undefined): TieOrder | null {
    if (tie === undefined) return null
    return before !== null && before.#moment === tie.moment ? before : new TieOrder(tie.moment)
  }

  /** True unless a later row of the same window was seen before. */
  isNext({ row, expected }: SeenRow): boolean {
    return row.tie === undefined || expected > (this.#furthest.get(row.tie.window) ?? -1)
  }

  note({ row, expected }: SeenRow): void {
    if (row.tie !== undefined) this.#furthest.set(row.tie.window, expected)
  }
}
