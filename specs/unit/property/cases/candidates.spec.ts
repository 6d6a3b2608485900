/** Specs of the candidates that are judged before anybody has asked for them. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Candidate, likelyNext } from '../../../../harness/property/cases/candidates.ts'

/** Lists of numbers whose shrinks are numbered: `[1]` has the shrinks `[1, 0]`, `[1, 1]`, `[1, 2]`. */
const tree = {
  pulled: 0,
  *shrinks({ value: [rows] }: fc.Value<[number[]]>): Generator<fc.Value<[number[]]>> {
    for (let at = 0; at < 3; at += 1) {
      tree.pulled += 1
      yield new fc.Value<[number[]]>([[...rows, at]], undefined)
    }
  },
}
const root = (): Candidate<number> => {
  tree.pulled = 0
  const property = { shrink: (value: fc.Value<[number[]]>) => fc.stream(tree.shrinks(value)) }
  const top = new Candidate<number>(property, new fc.Value<[number[]]>([[]], undefined))
  const first = top.children.at(0)
  if (first === null) throw new Error('the tree has children')
  return first
}
const places = (candidates: readonly Candidate<number>[]): string[] => candidates.map(({ rows }) => rows.join('.'))

describe('what is judged together', () => {
  test('is what comes after those that pass, where few fail', () => {
    expect(places(likelyNext(root(), 3, 0.01))).toEqual(['0', '1', '2'])
  })

  test('is what comes below those that fail, where most do', () => {
    expect(places(likelyNext(root(), 3, 0.99))).toEqual(['0', '0.0', '0.0.0'])
  })

  test('is no candidate whose answer is known, only those beyond it', () => {
    const first = root()
    first.fails = true
    expect(places(likelyNext(first, 2, 0.1))).toEqual(['0.0', '0.1'])
    first.fails = false
    expect(places(likelyNext(first, 2, 0.1))).toEqual(['1', '2'])
  })

  test('ends with the tree, and pulls no more of it than it looks at', () => {
    const first = root()
    expect(likelyNext(first, 1, 0.1)).toHaveLength(1)
    expect(tree.pulled).toBeLessThanOrEqual(3)
    expect(likelyNext(first, 100, 0)).toHaveLength(3)
  })
})
