/** Queues of equal rows. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { RowQueue, RowQueues } from '../../../../../harness/verdict/compare/streaming/row-queue.ts'

describe('RowQueue', () => {
  test('gives rows in the order in which they came, whatever leaves in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 20 }), (steps) => {
        const queue = new RowQueue<number>()
        const model: number[] = []
        let next = 0
        for (const step of steps) {
          for (let row = 0; row < step; row += 1, next += 1) {
            queue.push(next)
            model.push(next)
          }
          for (let row = 0; row > step && model.length > 0; row -= 1) {
            queue.drop()
            model.shift()
          }
          expect([queue.first, queue.size]).toEqual([model[0], model.length])
        }
      }),
    )
  })

  test('lets no row go that is not there', () => {
    const queue = new RowQueue<string>()
    expect(() => queue.drop()).toThrow(new RangeError('no row is there'))
    expect(queue.size).toBe(0)
  })
})

describe('RowQueues', () => {
  test('keeps a queue for each fingerprint, and only while it holds a row', () => {
    const queues = new RowQueues<string>()
    queues.push(1, 'a')
    queues.push(2, 'b')
    queues.push(1, 'c')
    expect([queues.first(1), queues.first(2), queues.first(3), queues.size]).toEqual(['a', 'b', undefined, 3])
    queues.drop(2)
    queues.drop(1)
    expect([queues.first(1), queues.first(2), queues.size]).toEqual(['c', undefined, 1])
    expect([...queues.fingerprints]).toEqual([1])
    queues.clear()
    expect([queues.first(1), queues.size, ...queues.fingerprints]).toEqual([undefined, 0])
  })

  test('lets no row go that is not there', () => {
    expect(() => new RowQueues().drop(1)).toThrow('no row of this fingerprint is there')
  })
})
