/** Makes a matching of two sides as large as can be, after Hopcroft and Karp. */
import { at } from '../positions.ts'

/** The right ends of the edges of a left one. */
export type EdgesOf = (left: number) => Iterable<number>

/**
 * Adds to a matching until no other has more pairs. What has a partner keeps one, though it may be another.
 *
 * @param partners the left partner of each right end, or -1; changed in place
 */
export function augment(lefts: number, edgesOf: EdgesOf, partners: Int32Array): void {
  const matched = new Int32Array(lefts).fill(-1)
  for (const [right, left] of partners.entries()) if (left >= 0) matched[left] = right
  const depths = new Int32Array(lefts)
  while (layer(matched, partners, depths, edgesOf)) {
    const iterators = new Map<number, Iterator<number>>()
    for (let left = 0; left < lefts; left += 1) {
      if (at(matched, left) < 0) extend(left, { matched, partners, depths, edgesOf, iterators })
    }
  }
}

const unreached = -1

/** How many changes lead from a free left end to each; false if no free right end can be reached. */
function layer(matched: Int32Array, partners: Int32Array, depths: Int32Array, edgesOf: EdgesOf): boolean {
  depths.fill(unreached)
  let level: number[] = []
  for (const [left, right] of matched.entries()) if (right < 0) level.push(left)
  for (const left of level) depths[left] = 0
  let isReached = false
  for (let depth = 1; level.length > 0 && !isReached; depth += 1) {
    const next: number[] = []
    for (const left of level) {
      for (const right of edgesOf(left)) {
        const other = at(partners, right)
        if (other < 0) isReached = true
        else if (at(depths, other) === unreached) {
          depths[other] = depth
          next.push(other)
        }
      }
    }
    level = next
  }
  return isReached
}

interface Search {
  readonly matched: Int32Array
  readonly partners: Int32Array
  readonly depths: Int32Array
  readonly edgesOf: EdgesOf
  /** Where each left end has come to with its edges: none is looked at twice in a round. */
  readonly iterators: Map<number, Iterator<number>>
}

/** Looks for a way from a free left end to a free right one, layer by layer, and changes the pairs along it. */
function extend(start: number, { matched, partners, depths, edgesOf, iterators }: Search): void {
  const path: { readonly left: number; right: number }[] = [{ left: start, right: -1 }]
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const { left } = step
    const edges = iterators.get(left) ?? edgesOf(left)[Symbol.iterator]()
    iterators.set(left, edges)
    const { value: right, done } = edges.next()
    if (done === true) {
      path.pop()
      continue
    }
    const other = at(partners, right)
    step.right = right
    if (other < 0) {
      for (const pair of path) {
        partners[pair.right] = pair.left
        matched[pair.left] = pair.right
      }
      return
    }
    if (at(depths, other) === at(depths, left) + 1) path.push({ left: other, right: -1 })
  }
}
