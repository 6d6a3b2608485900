/** What is sent for records, from the batcher to the bytes, is read by a library: what comes out must be what went in. */
import { Reader, readRecordsBatches, type Writer } from '@platformatic/kafka'
import * as fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'

import { type Batch, Batcher } from '../../../../harness/kafka/replay/batcher.ts'
import { produceRequest, replicationMs } from '../../../../harness/kafka/replay/produce.ts'
import type { OutgoingRecord } from '../../../../harness/kafka/replay/replay.ts'
import { codecs } from '../../../../harness/kafka/wire/codecs.ts'
import { arbitraryTimestampMs, outgoing } from './records.ts'

const identity = { producerId: 4001n, producerEpoch: 3, firstSequence: 77 }
const largestSequence = 0x7fff_ffff

const sendingMs = Date.UTC(2026, 10, 24)
vi.setSystemTime(sendingMs)
afterAll(() => vi.useRealTimers())

/** The payload that a connection is given for a batch, taken apart. */
function sent(batch: Batch, rest: Partial<typeof identity> = {}) {
  const payloads: Buffer[] = []
  const connection = { send: (_key: number, _version: number, write: () => Writer) => payloads.push(write().buffer) }
  codecs().produce(
    connection as never,
    ...produceRequest('orders-in', { ...batch, sentMs: sendingMs }, { ...identity, ...rest }),
  )
  const [payload] = payloads
  if (payload === undefined) throw new Error('nothing was sent')
  const reader = Reader.from(payload)
  const asked = [reader.readNullableString(), reader.readInt16(), reader.readInt32()]
  const topics = reader.readArray((inTopic) => ({
    name: inTopic.readString(),
    partitions: inTopic.readArray((one) => ({ partition: one.readInt32(), bytes: one.readBytes() })),
  }))
  return { asked, topics }
}

/** The one batch that is sent, which must be all that is sent. */
function written(batch: Batch, rest?: Partial<typeof identity>) {
  const bytes = sent(batch, rest).topics[0]?.partitions[0]?.bytes ?? Buffer.alloc(0)
  const [only, ...others] = readRecordsBatches(Reader.from(bytes))
  if (only === undefined || others.length > 0) throw new Error(`not one batch in ${bytes.length} bytes`)
  expect(only.length).toBe(bytes.length - 12)
  return only
}

/** A record in terms that two can be compared in. */
const plain = ({ partition, key, value, headers, timestampMs }: OutgoingRecord) => ({
  partition,
  key: key && [...key],
  value: value && [...value],
  headers: Object.entries(headers ?? {}),
  timestampMs: timestampMs ?? sendingMs,
})

const arbitraryRecord: fc.Arbitrary<OutgoingRecord> = fc.record({
  partition: fc.nat(2),
  key: fc.option(fc.uint8Array()),
  value: fc.option(fc.uint8Array({ maxLength: 300 })),
  headers: fc.option(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }))),
  timestampMs: arbitraryTimestampMs,
})

test('every record is sent once, in order, with its key, value, headers and timestamp', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRecord, { minLength: 1, maxLength: 100 }), (records) => {
      const batcher = new Batcher({ rows: 20, sizeBytes: 5000 })
      const full = records.map((record) => batcher.add(record)).filter((batch) => batch !== null)
      const found = [...full, ...batcher.takeAll()].flatMap((batch) => {
        const { firstTimestamp, records: read } = written(batch)
        expect(read.map(({ offsetDelta }) => offsetDelta)).toEqual([...read.keys()])
        return read.map(({ key, value, headers, timestampDelta }) => ({
          partition: batch.partition,
          key: key && [...key],
          value: value && [...value],
          headers: headers.map(([name, text]) => [String(name), String(text)]),
          timestampMs: Number(firstTimestamp + timestampDelta),
        }))
      })
      for (const partition of [0, 1, 2]) {
        expect(found.filter((one) => one.partition === partition)).toEqual(
          records.filter((one) => one.partition === partition).map(plain),
        )
      }
    }),
  )
})

test('a batch tells whose it is, its number, how many records it has and the largest timestamp', () => {
  const records = [5000, 9000, 20].map((timestampMs) => outgoing('x', { timestampMs }))
  expect(written({ partition: 0, records })).toMatchObject({
    ...identity,
    firstOffset: 0n,
    magic: 2,
    attributes: 0,
    lastOffsetDelta: 2,
    firstTimestamp: 5000n,
    maxTimestamp: 9000n,
  })
})

test('every number and every producer is told as it is', () => {
  const arbitraryIdentity = fc.record({
    producerId: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    producerEpoch: fc.nat(0x7fff),
    firstSequence: fc.nat(largestSequence),
  })
  fc.assert(
    fc.property(arbitraryIdentity, fc.nat(40), (given, partition) => {
      expect(written({ partition, records: [outgoing('x', { partition })] }, given)).toMatchObject(given)
    }),
  )
})

test('a batch goes to its topic and partition, to be acknowledged by all replicas', () => {
  expect(sent({ partition: 3, records: [outgoing('a', { partition: 3 })] })).toMatchObject({
    asked: [null, -1, replicationMs],
    topics: [{ name: 'orders-in', partitions: [{ partition: 3 }] }],
  })
})

test.each([0, 127, 128, 65_536, 900_000])('a value of %i bytes is sent whole', (sizeBytes) => {
  const value = Buffer.alloc(sizeBytes, 'abcdefg')
  const [read] = written({ partition: 0, records: [outgoing(value, { key: Buffer.alloc(0) })] }).records
  expect(read?.value?.equals(value)).toBe(true)
  expect(read?.key).toEqual(Buffer.alloc(0))
})
