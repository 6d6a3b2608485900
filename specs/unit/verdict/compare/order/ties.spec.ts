/** Rows of windows that close together: in any order between windows, in their own within each. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { ExpectedRow } from '../../../../../harness/scenario/reference/reading.ts'
import { compare } from '../../../../../harness/verdict/compare/compare.ts'
import { arrangement, hasTies } from '../../../../../harness/verdict/compare/order/ties.ts'
import type { Comparison } from '../../../../../harness/verdict/comparison.ts'
import { observedRow, observedRows } from '../rows.ts'
import { streamed } from '../streamed-account.ts'
import type { Out } from '../streams.ts'

/** Expected rows by moments, each a list of windows, each a list of values. */
const tied = (moments: readonly (readonly (readonly Out[])[])[]): ExpectedRow<Out>[] =>
  moments.flatMap((windows, moment) =>
    windows.flatMap((outs, window) => outs.map((out) => ({ out, line: 2, tie: { moment, window } }))),
  )

const amounts = (...values: number[]): Out[] => values.map((amount) => ({ id: 1, amount }))
const outs = (...ids: number[]): Out[] => ids.map((id) => ({ id, amount: 0 }))

async function accounts(expected: readonly ExpectedRow<Out>[], seen: readonly unknown[]): Promise<Comparison<Out>> {
  const observed = observedRows(...seen)
  const whole = compare({ expected, observed, identity: 'id' })
  const placed = expected.map((row) => ({ row, inputPartition: 0 }))
  expect((await streamed({ expected: placed, observed })).comparison).toEqual(whole)
  return whole
}

/** Moments with a few windows of a few rows, and the same with the windows of each moment in another order. */
const moments = fc.array(
  fc
    .array(fc.array(fc.record({ id: fc.nat({ max: 3 }), amount: fc.constant(0) }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    })
    .chain((windows) =>
      fc.tuple(
        fc.constant(windows),
        fc.shuffledSubarray(windows, { minLength: windows.length, maxLength: windows.length }),
      ),
    ),
  { maxLength: 4 },
)

describe('tied rows', () => {
  test('are in order whichever window of a moment comes first', async () => {
    await fc.assert(
      fc.asyncProperty(moments, async (both) => {
        const { counts } = await accounts(
          tied(both.map(([windows]) => windows)),
          both.flatMap(([, shuffled]) => shuffled.flat()),
        )
        expect(counts).toMatchObject({ matched: counts.expected, misordered: 0 })
      }),
      { numRuns: 1000 },
    )
  })

  test('are out of order when a window of a later moment comes first', async () => {
    const expected = tied([
      [outs(1), outs(2)],
      [outs(3), outs(4)],
    ])
    const { counts, findings } = await accounts(expected, outs(2, 4, 1, 3))
    expect(counts).toMatchObject({ matched: 4, misordered: 1 })
    expect(findings).toMatchObject([{ class: 'misordered', expected: { out: { id: 4 } }, seen: 'before' }])
  })

  test('are out of order within their own window', async () => {
    const expected = tied([[outs(1, 2), outs(3, 4)]])
    const { counts, findings } = await accounts(expected, outs(3, 4, 2, 1))
    expect(counts).toMatchObject({ matched: 4, misordered: 1 })
    expect(findings).toMatchObject([{ class: 'misordered', expected: { out: { id: 2 } }, other: { out: { id: 1 } } }])
  })

  test('may be equal to a row of another window, which leaves their order open', async () => {
    const { counts } = await accounts(tied([[outs(1, 2), outs(2, 1)]]), outs(2, 1, 1, 2))
    expect(counts).toMatchObject({ matched: 4, misordered: 0 })
  })

  test('keep their order to rows without a tie', async () => {
    const expected = [{ out: { id: 9, amount: 0 }, line: 2 }, ...tied([[outs(1), outs(2)]])]
    expect((await accounts(expected, outs(9, 2, 1))).counts.misordered).toBe(0)
    expect((await accounts(expected, outs(2, 9, 1))).counts.misordered).toBe(1)
  })

  test('are in order though a tolerance lets a row of a later moment pass for one of them', () => {
    const expected = tied([[amounts(1), amounts(5)], [amounts(1.05)]])
    for (const seen of [amounts(1.06, 5, 0.99), amounts(5, 1.06, 0.99)]) {
      const given = { expected, observed: observedRows(...seen), identity: 'id', tolerance: { amount: 0.1 } } as const
      expect(compare(given).counts).toMatchObject({ matched: 3, misordered: 0 })
    }
  })

  test('of several partitions are judged in each', () => {
    const expected = tied([
      [outs(1), outs(2)],
      [outs(3), outs(4)],
    ])
    const observed = [4, 2, 3, 1].map((id, offset) => observedRow({ id, amount: 0 }, id % 2, offset))
    expect(compare({ expected, observed, identity: 'id' }).counts.misordered).toBe(2)
  })
})

test('arrangement puts the rows of a moment in the order in which they were seen, and those that were not behind', () => {
  const expected = [
    ...tied([
      [outs(1), outs(2), outs(3)],
      [outs(4), outs(5)],
    ]),
    { out: outs(6)[0], line: 9 },
  ]
  expect([...arrangement(expected, Int32Array.of(2, 4, 0, 3, 5))]).toEqual([2, 0, 1, 4, 3, 5])
  expect(hasTies(expected)).toBe(true)
  expect(hasTies([{ out: 1, line: 2 }])).toBe(false)
})
