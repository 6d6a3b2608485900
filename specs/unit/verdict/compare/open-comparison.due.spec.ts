/** Specs of which rows count as come before the job was stopped. */
import { describe, expect, test } from 'vitest'

import { openComparison } from '../../../../harness/verdict/compare/open-comparison.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { observedRows } from './rows.ts'
import { inOnePartition, inPieces } from './streamed-account.ts'

const numbered = (id: number) => ({ id })
const weighed = (id: number) => ({ id, kg: id / 10 })
const [one, two, three, four] = [numbered(1), numbered(2), numbered(3), numbered(4)]

describe('due rows', () => {
  /** The first three are due; what is appended from offset 2 on came only as the job was stopped. */
  const placed = inOnePartition(one, two, three, four).map((row, at) => Object.assign(row, { isAtEnd: at === 3 }))

  async function dueCome(observed: readonly ObservedRow[]) {
    await using comparison = openComparison({
      identity: 'id',
      order: 'any',
      expected: () => inPieces(placed, 2),
      observedAgain: () => inPieces(observed, 2),
      isInTime: ({ offset }) => offset < 2n,
    })
    await comparison.take(observed)
    const { counts } = await comparison.finish()
    return { matched: counts.matched, come: comparison.dueCome }
  }

  test('count as come if they were there before the job was stopped', async () => {
    expect(await dueCome(observedRows(one, two, three, four))).toEqual({ matched: 4, come: 2 })
    expect(await dueCome(observedRows(three, one, four, two))).toEqual({ matched: 4, come: 2 })
    expect(await dueCome(observedRows(four, one, two, three))).toEqual({ matched: 4, come: 1 })
  })

  test('count only where they are matched', async () => {
    expect(await dueCome(observedRows(one, { id: 9 }, three, four))).toMatchObject({ come: 1 })
  })
})

describe('due rows with a tolerance, which leaves the pairs open', () => {
  const [first, second, third, last] = [weighed(1), weighed(2), weighed(3), weighed(4)]
  /** The first three are due. */
  const placed = inOnePartition(first, second, third, last).map((row, at) => Object.assign(row, { isAtEnd: at === 3 }))

  /** Due rows that have come after each of these rows; the job is stopped after so many. */
  async function comeAfterEach(observed: readonly ObservedRow[], stopAfter = observed.length): Promise<number[]> {
    await using comparison = openComparison<typeof first>({
      identity: 'id',
      tolerance: { id: 0.01, kg: 0.01 },
      order: 'any',
      expected: () => inPieces(placed, 4),
      observedAgain: () => inPieces(observed, 2),
      isInTime: ({ offset }) => offset < BigInt(stopAfter),
    })
    const come: number[] = []
    for (const row of observed) {
      await comparison.take([row])
      come.push(comparison.dueCome)
    }
    return come
  }

  test('are no more than the rows that were there', async () => {
    expect(await comeAfterEach(observedRows(third, first, second))).toEqual([1, 2, 3])
    expect(await comeAfterEach(observedRows(third, first, second, last))).toEqual([1, 2, 3, 3])
  })

  test('are no more than those that did not come too late', async () => {
    expect((await comeAfterEach(observedRows(third, first, second, last), 2)).at(-1)).toBe(2)
    expect((await comeAfterEach(observedRows(third, first, second, last), 3)).at(-1)).toBe(3)
    expect((await comeAfterEach(observedRows(third, first, second, last), 0)).at(-1)).toBe(0)
  })
})

describe('due rows that may come twice, with a tolerance', () => {
  const [first, second, third] = [weighed(1), weighed(2), weighed(3)]
  const placed = inOnePartition(first, second, third)

  /** What is known after each of these rows, and at the end; the job is stopped after so many. */
  async function known(observed: readonly ObservedRow[], stopAfter = observed.length) {
    await using comparison = openComparison<typeof first>({
      identity: 'id',
      tolerance: { kg: 0.001, id: 0.01 },
      delivery: 'at-least-once',
      order: 'any',
      expected: () => inPieces(placed, 3),
      observedAgain: () => inPieces(observed, 2),
      isInTime: ({ offset }) => offset < BigInt(stopAfter),
    })
    const paired: number[] = []
    for (const row of observed) {
      await comparison.take([row])
      paired.push(comparison.duePaired)
    }
    const { counts } = await comparison.finish()
    return { paired, come: comparison.dueCome, matched: counts.matched, duplicated: counts.duplicated }
  }

  test('have not come by a copy of another one', async () => {
    const all = observedRows(first, first, first, second, third)
    expect(await known(all)).toEqual({ paired: [1, 1, 1, 2, 3], come: 3, matched: 3, duplicated: 2 })
  })

  test('have come before the stop if only copies came after it', async () => {
    expect(await known(observedRows(third, first, second, third), 3)).toMatchObject({ come: 3, duplicated: 1 })
  })
})
