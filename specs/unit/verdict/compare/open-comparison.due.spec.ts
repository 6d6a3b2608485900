/** Specs of which rows count as come before the job was stopped. */
import { describe, expect, test } from 'vitest'

import { openComparison } from '../../../../harness/verdict/compare/open-comparison.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { observedRows } from './rows.ts'
import { inOnePartition, inPieces } from './streamed-account.ts'

const numbered = (id: number) => ({ id })
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
