/** The lanes are given requests that end when the spec says so. */
import { describe, expect, test } from 'vitest'

import type { Batch } from '../../../../harness/kafka/replay/batcher.ts'
import { Lanes } from '../../../../harness/kafka/replay/lanes.ts'
import { outgoing } from './records.ts'

const batch = (partition: number, value = ''): Batch => ({ partition, records: [outgoing(value, { partition })] })

/** Lanes whose requests stay open until `finish` or `fail` is called for one, by the order in which they began. */
function openLanes(requestsInFlight: number) {
  const begun: { batch: Batch; outcome: PromiseWithResolvers<void> }[] = []
  const lanes = new Lanes((one) => {
    const outcome = Promise.withResolvers<void>()
    begun.push({ batch: one, outcome })
    return outcome.promise
  }, requestsInFlight)
  return {
    lanes,
    partitions: () => begun.map((request) => request.batch.partition),
    finish: (at: number) => begun[at]?.outcome.resolve(),
    fail: (at: number, error: Error) => begun[at]?.outcome.reject(error),
  }
}

/** Lets everything run that does not wait for a request. */
const everythingElse = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('Lanes', () => {
  test('do not send a batch before the one ahead of it in its partition is acknowledged', async () => {
    const { lanes, partitions, finish } = openLanes(5)
    await lanes.send(batch(0))
    const second = lanes.send(batch(0))
    await everythingElse()
    expect(partitions()).toEqual([0])
    finish(0)
    await second
    expect(partitions()).toEqual([0, 0])
  })

  test('send to several partitions at once, but not to more than they may', async () => {
    const { lanes, partitions, finish } = openLanes(2)
    await lanes.send(batch(0))
    await lanes.send(batch(1))
    const third = lanes.send(batch(2))
    await everythingElse()
    expect(partitions()).toEqual([0, 1])
    finish(1)
    await third
    expect(partitions()).toEqual([0, 1, 2])
  })

  test('settle when everything has arrived, and not before', async () => {
    const { lanes, finish } = openLanes(5)
    await lanes.send(batch(0))
    await lanes.send(batch(1))
    let settled = false
    const settling = lanes.settle().then(() => (settled = true))
    finish(0)
    await everythingElse()
    expect(settled).toBe(false)
    finish(1)
    await settling
    expect(settled).toBe(true)
  })

  test('say at once that a batch failed, and send nothing more', async () => {
    const { lanes, partitions, fail } = openLanes(5)
    const broken = new Error('broken')
    await lanes.send(batch(0))
    fail(0, broken)
    await everythingElse()
    expect(lanes.failed.reason).toBe(broken)
    await expect(lanes.send(batch(1))).rejects.toBe(broken)
    await expect(lanes.settle()).rejects.toBe(broken)
    expect(partitions()).toEqual([0])
  })

  test('do not send the batch that waits behind a failing one', async () => {
    const { lanes, partitions, fail } = openLanes(5)
    await lanes.send(batch(0))
    const behind = lanes.send(batch(0))
    fail(0, new Error('broken'))
    await expect(behind).rejects.toThrow('broken')
    expect(partitions()).toEqual([0])
  })
})
