/** Whether pairs came in order, lane by lane. */
import { describe, expect, test } from 'vitest'

import { LaneOrder } from '../../../../../harness/verdict/compare/streaming/lane-order.ts'

/** Notes pairs of different rows; `[expected, observed, partition]`. */
function orderOf(pairs: readonly (readonly [number, number, number])[], isOneLane = false): LaneOrder {
  const order = new LaneOrder(isOneLane)
  for (const [expected, observed, partition] of pairs) {
    order.note({ expected, observed, inputPartition: 0, partition }, () => expected)
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

  test('proves nothing when there should be one lane and there are two', () => {
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

  test('asks for no fingerprint where there is one lane', () => {
    const order = new LaneOrder(true)
    order.note({ expected: 0, observed: 0, inputPartition: 0, partition: 0 }, never)
    expect([order.isInOrder, order.notJudged, order.notJudgedOf(1)]).toEqual([true, 0, 0])
  })
})

function never(): number {
  throw new Error('asked')
}
