/** The longest strictly increasing run of a sequence, by patience sorting: n log n. */
import { at } from '../positions.ts'

/**
 * Where a longest strictly increasing subsequence of `numbers` lies: positions, ascending.
 *
 * Given for each step its candidates in descending order, one step after the other, it also chooses at most one
 * candidate a step, so that the chosen ones make the longest run.
 */
export function longestRun(numbers: ArrayLike<number>): Int32Array {
  const previous = new Int32Array(numbers.length)
  /** By length: the position of the smallest number that ends a run of that length. */
  const ends = new Int32Array(numbers.length)
  let length = 0
  for (let position = 0; position < numbers.length; position += 1) {
    const shorter = countBelow(numbers, ends, length, at(numbers, position))
    previous[position] = shorter === 0 ? -1 : at(ends, shorter - 1)
    // Of equal numbers the first stays.
    if (shorter < length && at(numbers, at(ends, shorter)) === at(numbers, position)) continue
    ends[shorter] = position
    if (shorter === length) length += 1
  }
  const run = new Int32Array(length)
  for (let rank = length - 1, position = length === 0 ? -1 : at(ends, length - 1); rank >= 0; rank -= 1) {
    run[rank] = position
    position = at(previous, position)
  }
  return run
}

/** How many of the runs, by ascending length, end in a number below `limit`. */
function countBelow(numbers: ArrayLike<number>, ends: Int32Array, length: number, limit: number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(numbers, at(ends, middle)) < limit) low = middle + 1
    else high = middle
  }
  return low
}
