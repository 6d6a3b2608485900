/** Which matched rows are out of order: those outside the longest run in the expected order, lane by lane. */
import { at } from '../positions.ts'
import { longestRun } from './longest-run.ts'

/** A matched pair out of order, by number, and an expected row in its place that was seen on the wrong side of it. */
export interface Misplaced {
  readonly expected: number
  readonly observed: number
  readonly seen: 'before' | 'after'
  readonly other: number
}

/** The matched rows of one lane, in the order in which they were observed. */
interface Lane {
  readonly expected: number[]
  readonly observed: number[]
}

/**
 * The matched rows to move so that the others stand in the expected order, as few as can be; ascending by expected row.
 *
 * @param partners the expected row of each observed row, or -1
 * @param laneOf the lane in which a pair's order is judged, or null if it cannot be
 */
export function judgeOrder(
  partners: Int32Array,
  laneOf: (expected: number, observed: number) => number | null,
): { misplaced: Misplaced[]; notJudged: number } {
  const lanes = new Map<number, Lane>()
  let notJudged = 0
  for (const [observed, expected] of partners.entries()) {
    if (expected < 0) continue
    const name = laneOf(expected, observed)
    if (name === null) {
      notJudged += 1
      continue
    }
    const lane = lanes.get(name) ?? { expected: [], observed: [] }
    lanes.set(name, lane)
    lane.expected.push(expected)
    lane.observed.push(observed)
  }
  const misplaced = [...lanes.values()].flatMap(misplacedIn)
  return { misplaced: misplaced.toSorted((a, b) => a.expected - b.expected), notJudged }
}

function misplacedIn(lane: Lane): Misplaced[] {
  const inPlace = longestRun(lane.expected)
  if (inPlace.length === lane.expected.length) return []
  const placed = inPlace.map((position) => at(lane.expected, position))
  const misplaced: Misplaced[] = []
  let passed = 0
  for (const [position, expected] of lane.expected.entries()) {
    if (inPlace[passed] === position) passed += 1
    else misplaced.push({ expected, observed: at(lane.observed, position), ...witness(expected, placed, passed) })
  }
  return misplaced
}

/** The run is as long as can be, so a row outside contradicts the one before it in the run or the one after it. */
function witness(expected: number, placed: Int32Array, passed: number): Pick<Misplaced, 'seen' | 'other'> {
  const before = passed === 0 ? -1 : at(placed, passed - 1)
  return before > expected ? { seen: 'after', other: before } : { seen: 'before', other: at(placed, passed) }
}
