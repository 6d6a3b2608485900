/** Which matched rows are out of order, and which of them cannot be judged. */
import { describe, expect, test } from 'vitest'

import type { Order } from '../../../../../harness/scenario/scenario.ts'
import { compare } from '../../../../../harness/verdict/compare/compare.ts'
import { judgeOrder } from '../../../../../harness/verdict/compare/order/order.ts'
import { expectedRows, observedRow, observedRows } from '../rows.ts'

const inputPartitionOf = ({ out }: { out: { id: number } }): number => out.id % 2
const oneLane = (): number => 0
const twoLanes = (_: number, observed: number): number => (observed < 3 ? 1 : 0)

describe('the order of matched rows', () => {
  test('is kept by as many rows as can be: a row that came late is one misordered, not all those it let pass', () => {
    expect(judgeOrder(Int32Array.of(1, 2, 3, 4, 0), oneLane).misplaced).toEqual([
      { expected: 0, observed: 4, seen: 'after', other: 4 },
    ])
  })

  test('names for a row that came early one that should have been first', () => {
    expect(judgeOrder(Int32Array.of(4, 0, 1, 2, 3), oneLane).misplaced).toEqual([
      { expected: 4, observed: 0, seen: 'before', other: 0 },
    ])
  })

  test('lists what is out of order as it was expected, whichever lane it is in', () => {
    const { misplaced } = judgeOrder(Int32Array.of(4, 5, 1, 2, 3, 0), twoLanes)
    expect(misplaced.map((pair) => pair.expected)).toEqual([0, 1])
  })

  test('counts two neighbours that changed places as one misordered', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => ({ id }))
    const { counts, findings } = compare({
      expected: expectedRows({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }),
      observed: observedRows(a, c, b, d),
      identity: 'id',
    })
    expect(counts).toMatchObject({ matched: 4, misordered: 1 })
    expect(findings).toMatchObject([{ class: 'misordered', expected: { line: 4 }, seen: 'before', other: { line: 3 } }])
  })

  test('is judged within each output partition alone', () => {
    const expected = expectedRows(...[0, 1, 2, 3, 4, 5].map((id) => ({ id })))
    const inOrder = [3, 4, 0, 1, 2, 5].map((id, place) => observedRow({ id }, place < 2 ? 1 : 0, place))
    expect(compare({ expected, observed: inOrder, identity: 'id' })).toMatchObject({
      counts: { matched: 6, misordered: 0 },
      order: { partitions: 2, notJudged: 0 },
    })
    const swapped = [4, 3, 0, 1, 2, 5].map((id, place) => observedRow({ id }, place < 2 ? 1 : 0, place))
    expect(compare({ expected, observed: swapped, identity: 'id' }).counts).toMatchObject({ misordered: 1 })
  })

  test('is judged among rows of one input partition alone', () => {
    const expected = expectedRows(...[0, 1, 2, 3].map((id) => ({ id })))
    const observed = observedRows(...[1, 3, 0, 2].map((id) => ({ id })))
    expect(compare({ expected, observed, identity: 'id' }).counts).toMatchObject({ misordered: 2 })
    expect(compare({ expected, observed, identity: 'id', inputPartitionOf }).counts).toMatchObject({ misordered: 0 })
  })

  test('is not judged for equal rows that lie in several partitions, and says how many those are', () => {
    const expected = expectedRows({ id: 'a' }, { id: 'b' }, { id: 'a' }, { id: 'c' })
    const observed = [
      observedRow({ id: 'a' }, 0, 0),
      observedRow({ id: 'c' }, 0, 1),
      observedRow({ id: 'a' }, 1, 0),
      observedRow({ id: 'b' }, 1, 1),
    ]
    expect(compare({ expected, observed, identity: 'id' })).toMatchObject({
      counts: { matched: 4, misordered: 0 },
      order: { notJudged: 2 },
    })
  })

  test('is judged among the rows of one group alone, where the scenario puts rows into groups', () => {
    const expected = expectedRows(...[0, 1, 2, 3].map((id) => ({ id })))
    const observed = observedRows(...[1, 3, 0, 2].map((id) => ({ id })))
    const grouped = (order: Order<{ id: number }>) => compare({ expected, observed, identity: 'id', order })
    expect(grouped(({ id }) => id % 2)).toMatchObject({ counts: { misordered: 0 }, order: { rule: 'groups' } })
    expect(grouped(({ id }) => id > 1).counts).toMatchObject({ misordered: 2 })
    expect(grouped(({ id }) => id === 2).counts).toMatchObject({ misordered: 1 })
  })

  test('counts nowhere where any order will do, and equal rows anywhere are judged then', () => {
    const expected = expectedRows(...[0, 1, 0].map((id) => ({ id })))
    const observed = [observedRow({ id: 0 }, 1, 0), observedRow({ id: 1 }, 1, 1), observedRow({ id: 0 }, 0, 0)]
    expect(compare({ expected, observed: observed.toReversed(), identity: 'id', order: 'any' })).toMatchObject({
      counts: { matched: 3, misordered: 0 },
      order: { rule: 'any', partitions: 2, notJudged: 0 },
    })
  })
})
