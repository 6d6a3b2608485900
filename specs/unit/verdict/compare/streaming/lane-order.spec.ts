/** Whether pairs came in order, lane by lane. */
import { describe, expect, test } from 'vitest'

import type { ExpectedRow } from '../../../../../harness/scenario/reference/reading.ts'
import type { Order } from '../../../../../harness/scenario/scenario.ts'
import { Lanes } from '../../../../../harness/verdict/compare/order/lanes.ts'
import { LaneOrder } from '../../../../../harness/verdict/compare/streaming/lane-order.ts'

const rowOf = (out: number): ExpectedRow<number> => ({ out, line: out + 2 })

/** Notes pairs of different rows; `[expected, observed, partition]`. */
function orderOf(
  pairs: readonly (readonly [number, number, number])[],
  isOnePartition = false,
  rule?: Order<number>,
): LaneOrder<number> {
  const order = new LaneOrder(new Lanes(rule), isOnePartition)
  for (const [expected, observed, partition] of pairs) {
    order.note({ row: rowOf(expected), expected, observed, inputPartition: 0, partition }, () => expected)
  }
  return order
}

describe('LaneOrder', () => {
  test('is in order while both sides of the pairs of a lane ascend', () => {
    expect(
      orderOf(
        [
          [0, 0, 0],
          [2, 1, 0],
          [3, 5, 0],
        ],
        true,
      ).isInOrder,
    ).toBe(true)
    expect(
      orderOf([
        [2, 0, 0],
        [0, 1, 1],
        [3, 2, 0],
        [1, 3, 1],
      ]).isInOrder,
    ).toBe(true)
  })

  test('is not when a row came too late, or its partner was found too late', () => {
    expect(
      orderOf([
        [1, 0, 0],
        [0, 1, 0],
      ]).isInOrder,
    ).toBe(false)
    expect(
      orderOf([
        [0, 1, 0],
        [1, 0, 0],
      ]).isInOrder,
    ).toBe(false)
  })

  test('is within groups alone where the scenario puts rows into groups, and nowhere where any order will do', () => {
    const pairs = [
      [1, 0, 0],
      [0, 1, 0],
      [3, 2, 0],
      [2, 3, 0],
    ] as const
    expect(orderOf(pairs, true, (out) => out % 2).isInOrder).toBe(true)
    expect(orderOf(pairs, true, (out) => out > 1).isInOrder).toBe(false)
    expect(orderOf(pairs, true, 'any').isInOrder).toBe(true)
  })

  test('proves nothing when there should be one partition and there are two', () => {
    expect(
      orderOf(
        [
          [0, 0, 0],
          [1, 1, 1],
        ],
        true,
      ).isInOrder,
    ).toBe(false)
  })

  test('asks for no fingerprint where there is one partition, nor where any order will do', () => {
    const order = new LaneOrder(new Lanes<number>(), true)
    const loose = new LaneOrder(new Lanes<number>('any'), false)
    loose.note({ row: rowOf(0), expected: 0, observed: 0, inputPartition: 0, partition: 0 }, never)
    order.note({ row: rowOf(0), expected: 0, observed: 0, inputPartition: 0, partition: 0 }, never)
    expect([order.isInOrder, order.notJudged, order.notJudgedOf(1)]).toEqual([true, 0, 0])
  })
})

function never(): number {
  throw new Error('asked')
}
