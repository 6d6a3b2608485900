/** Rows with tolerances are paired so that no pairing has more pairs. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { largestTangle, maximumPairs } from '../../../../../harness/verdict/compare/matching/maximum-pairs.ts'
import type { Point } from '../../../../../harness/verdict/compare/matching/near-rows.ts'
import { passesRightJobs, pairsAsManyAsCanBe } from './tolerance-cases.ts'

const none = (length: number): Int32Array => new Int32Array(length).fill(-1)
const pairsOf = (partners: Int32Array): number => partners.filter((partner) => partner >= 0).length

describe('against every pairing', () => {
  test('pairs as many as can be, streamed or whole', async () => expect(await pairsAsManyAsCanBe(400)).toBe(400))
  test('passes right jobs', async () => expect(await passesRightJobs(400)).toBe(400))
})

describe('maximumPairs', () => {
  test('gives up a pair of equal numbers where that pairs another row', () => {
    expect([...maximumPairs([[0], [1]], [[0], [-1]], [1], none(2)).partners]).toEqual([1, 0])
  })

  test('keeps the pairs that there are, where they leave no row alone', () => {
    expect([...maximumPairs([[0], [1]], [[0.5], [0.6]], [1], Int32Array.of(1, -1)).partners]).toEqual([1, 0])
  })

  test('changes the pairs that there are, where they leave a row alone', () => {
    expect([...maximumPairs([[0], [1]], [[0], [-1]], [1], Int32Array.of(0, -1)).partners]).toEqual([1, 0])
    const both = [
      [0, 0],
      [1, 0],
    ] as const
    expect([
      ...maximumPairs(
        both,
        [
          [0, 0],
          [-1, 0],
        ],
        [1, 1],
        Int32Array.of(0, -1),
      ).partners,
    ]).toEqual([1, 0])
  })

  test('pairs a hundred thousand numbers that are all near to each other', () => {
    const many = Array.from({ length: 100_000 }, (_, place): Point => [(place * 7919) % 100_000])
    const { partners, undecided } = maximumPairs(many, many.toReversed(), [100_000], none(many.length))
    expect([pairsOf(partners), undecided]).toEqual([100_000, 0])
  })

  test('changes pairs of many numbers on a line where they leave a row alone', () => {
    const count = largestTangle
    const left = Array.from({ length: count }, (_, place): Point => [place])
    const right = left.map(([number]): Point => [Number(number) - 1])
    // Each with its equal, which leaves the last of the left and the first of the right alone.
    const before = Int32Array.from(right.keys(), (place) => place - 1)
    expect(pairsOf(before)).toBe(count - 1)
    expect(pairsOf(maximumPairs(left, right, [1], before).partners)).toBe(count)
  })

  test('says how many pairs it leaves open of many rows that hang together by two numbers', () => {
    const left = Array.from({ length: 6000 }, (_, place): Point => [place / 100, (place * 7919) % 6000])
    const right = left.map(([x, y]): Point => [Number(x) + 20, Number(y)])
    const { partners, undecided } = maximumPairs(left, right.toReversed(), [20, 1], none(left.length))
    expect(pairsOf(partners) + undecided).toBe(6000)
  })

  test('takes apart what is further off in any number, so that many rows of two numbers are few at a time', () => {
    const left = Array.from({ length: 20_000 }, (_, place): Point => [place % 10, place])
    const { partners, undecided } = maximumPairs(left, left.toReversed(), [1, 0.5], none(left.length))
    expect([pairsOf(partners), undecided]).toEqual([20_000, 0])
  })

  test('pairs rows of three numbers as Kuhn does', () => {
    const point = fc.array(fc.nat({ max: 6 }), { minLength: 3, maxLength: 3 })
    const points = fc.array(point, { maxLength: 12 })
    fc.assert(
      fc.property(points, points, (left, right) => {
        const allowed = [2, 1, 3]
        const near = left.map((one) =>
          right.flatMap((other, place) =>
            allowed.every((most, field) => Math.abs((one[field] ?? 0) - (other[field] ?? 0)) <= most) ? [place] : [],
          ),
        )
        expect(pairsOf(maximumPairs(left, right, allowed, none(right.length)).partners)).toBe(kuhn(near))
      }),
      { numRuns: 300 },
    )
  })
})

/** The most pairs, one way after the other: slow and plain. */
function kuhn(edges: readonly (readonly number[])[]): number {
  const partner = new Map<number, number>()
  const finds = (left: number, seen: Set<number>): boolean =>
    (edges[left] ?? []).some((right) => {
      if (seen.has(right)) return false
      seen.add(right)
      const other = partner.get(right)
      if (other !== undefined && !finds(other, seen)) return false
      partner.set(right, left)
      return true
    })
  return edges
    .keys()
    .filter((left) => finds(left, new Set()))
    .toArray().length
}
