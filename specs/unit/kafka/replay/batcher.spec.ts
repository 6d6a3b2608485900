/** The batcher loses nothing, keeps the order within a partition, and holds its bounds. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { type Batch, Batcher, brokerBatchBytes, reachMs } from '../../../../harness/kafka/replay/batcher.ts'
import type { OutgoingRecord } from '../../../../harness/kafka/replay/replay.ts'
import { arbitraryTimestampMs, outgoing } from './records.ts'

const arbitraryRecord = fc.record({
  partition: fc.nat(3),
  key: fc.constant(null),
  value: fc.uint8Array({ maxLength: 300 }),
  headers: fc.constant(null),
  timestampMs: arbitraryTimestampMs,
})
/** What the library writes of a timestamp's distance from the first in its batch, to both sides. */
const writtenExactlyMs = { min: -(2 ** 31), max: 2 ** 31 - 1 }

function batchesOf(records: readonly OutgoingRecord[], limits: { rows: number; sizeBytes: number }): Batch[] {
  const batcher = new Batcher(limits)
  const full = records.map((record) => batcher.add(record)).filter((batch) => batch !== null)
  return [...full, ...batcher.takeAll()]
}

describe('Batcher', () => {
  test('gives back every record once, in order within its partition', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord), fc.integer({ min: 1, max: 5 }), (records, rows) => {
        const batches = batchesOf(records, { rows, sizeBytes: 700 })
        for (const partition of [0, 1, 2, 3]) {
          const sent = batches.filter((batch) => batch.partition === partition).flatMap((batch) => batch.records)
          expect(sent).toEqual(records.filter((record) => record.partition === partition))
        }
      }),
    )
  })

  test('never fills a batch over its rows or, but for a single record, over its bytes', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord), fc.integer({ min: 1, max: 5 }), (records, rows) => {
        for (const batch of batchesOf(records, { rows, sizeBytes: 700 })) {
          const payloadBytes = batch.records.reduce((sum, { value }) => sum + (value?.byteLength ?? 0), 0)
          expect(batch.records.length).toBeGreaterThan(0)
          expect(batch.records.length).toBeLessThanOrEqual(rows)
          expect(batch.records.length === 1 || payloadBytes < 700).toBe(true)
        }
      }),
    )
  })

  test('hands over a batch as soon as it is full, so that nothing waits for the end of the input', () => {
    const batcher = new Batcher({ rows: 2, sizeBytes: 10_000 })
    expect(batcher.add(outgoing('a'))).toBeNull()
    expect(batcher.add(outgoing('b'))?.records).toHaveLength(2)
    expect(batcher.takeAll()).toEqual([])
  })

  test('gives back what is not full once', () => {
    const batcher = new Batcher({ rows: 2, sizeBytes: 10_000 })
    batcher.add(outgoing('a'))
    expect(batcher.takeAll()).toHaveLength(1)
    expect(batcher.takeAll()).toEqual([])
  })

  test('counts keys and headers as bytes too', () => {
    const wide = { key: Buffer.alloc(400), headers: { name: 'x'.repeat(400) } }
    expect(batchesOf([outgoing('a', wide), outgoing('b', wide)], { rows: 10, sizeBytes: 1500 })).toHaveLength(2)
  })

  test('never puts timestamps into one batch that the library would write wrong', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord), (records) => {
        for (const batch of batchesOf(records, { rows: 50, sizeBytes: 100_000 })) {
          const times = batch.records.map(({ timestampMs }) => timestampMs)
          const firstMs = times[0] ?? null
          for (const timestampMs of times) {
            expect(timestampMs === null).toBe(firstMs === null)
            const distanceMs = (timestampMs ?? 0) - (firstMs ?? 0)
            expect(distanceMs).toBeGreaterThanOrEqual(writtenExactlyMs.min)
            expect(distanceMs).toBeLessThanOrEqual(writtenExactlyMs.max)
          }
        }
      }),
    )
  })

  test('keeps records that are given the time of sending from those that bring one, and their order', () => {
    const records = [null, null, 5, null].map((timestampMs) => outgoing('a', { timestampMs }))
    const batches = batchesOf(records, { rows: 10, sizeBytes: 10_000 })
    expect(batches.map((batch) => batch.records.map(({ timestampMs }) => timestampMs))).toEqual([
      [null, null],
      [5],
      [null],
    ])
  })

  test('keeps timestamps together that are no further from the first than a batch reaches, before and after', () => {
    const times = [5 * reachMs, 4 * reachMs, 6 * reachMs]
    const records = times.map((timestampMs) => outgoing('a', { timestampMs }))
    expect(batchesOf(records, { rows: 10, sizeBytes: 10_000 })).toEqual([{ partition: 0, records }])
    const beyond = [5 * reachMs, 4 * reachMs - 1, 4 * reachMs].map((timestampMs) => outgoing('a', { timestampMs }))
    expect(batchesOf(beyond, { rows: 10, sizeBytes: 10_000 }).map((batch) => batch.records.length)).toEqual([1, 2])
  })

  test('refuses a record that no broker would take, and says which one', () => {
    const batcher = new Batcher({ rows: 10, sizeBytes: 10_000 })
    batcher.add(outgoing('small'))
    const refusal = errorOf(() => batcher.add(outgoing(Buffer.alloc(brokerBatchBytes))))
    expect(refusal.code).toBe('RECORD_UNENCODABLE')
    expect(refusal.message).toBe('record 2 of the input has 1048624 bytes, but a broker accepts at most 1048588')
  })

  test.each([-1, 0.5, NaN, 2 ** 60])('refuses the timestamp %s', (timestampMs) => {
    const batcher = new Batcher({ rows: 10, sizeBytes: 10_000 })
    expect(errorOf(() => batcher.add(outgoing('a', { timestampMs }))).code).toBe('RECORD_UNENCODABLE')
  })
})

function errorOf(act: () => unknown): StreamassayError {
  try {
    act()
  } catch (error) {
    if (error instanceof StreamassayError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
