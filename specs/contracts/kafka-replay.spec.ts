/** Replay into a real broker, judged by an ordinary consumer. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import * as fc from 'fast-check'
import { describe, expect } from 'vitest'

import { assignPartition } from '../../harness/kafka/assign-partition.ts'
import type { Ledger, OutgoingRecord } from '../../harness/kafka/replay/replay.ts'
import { test } from './broker.ts'
import { type Consumed, consume, createTopic } from './plain-kafka.ts'
import { numbered, pieces, record } from './records.ts'

const execute = promisify(execFile)
const limits = { timeoutMs: 20_000 }
const newYear2012Ms = Date.UTC(2012, 0, 1)
const dayMs = 86_400_000

const arbitraryText = fc.string({ unit: 'grapheme' })
const arbitraryBytes = arbitraryText.map((text) => Buffer.from(text))
const arbitraryRecord: fc.Arbitrary<OutgoingRecord> = fc.record({
  partition: fc.nat(1),
  key: fc.option(arbitraryBytes),
  value: fc.oneof(
    { arbitrary: arbitraryBytes, weight: 30 },
    { arbitrary: fc.nat(300_000).map((sizeBytes) => Buffer.alloc(sizeBytes, 'Zürich')), weight: 1 },
  ),
  headers: fc.option(fc.dictionary(fc.constantFrom('source', 'Ort', '東京'), arbitraryText, { noNullPrototype: true })),
  timestampMs: fc.oneof(
    fc.constant(null),
    fc.maxSafeNat(),
    fc.nat(60 * dayMs).map((ms) => newYear2012Ms + ms),
  ),
})

/** The offsets that a ledger holds for a partition, one by one. */
const offsetsIn = (ledger: Ledger, partition: number): string[] =>
  ledger.entries
    .filter((entry) => entry.partition === partition)
    .flatMap(({ baseOffset, rows }) => Array.from({ length: rows }, (_, row) => String(baseOffset + BigInt(row))))

describe('replay', () => {
  test('sends keys, values, headers and timestamps of long ago as they are', async ({
    broker: { brokers, session },
    topic,
  }) => {
    await createTopic(session, topic)
    const days = [0, 1, 2].map((day) =>
      record(`day ${day}, Zürich`, {
        key: day === 1 ? null : Buffer.from(`2012-01-0${day + 1}`),
        headers: { source: 'spec', city: 'Zürich' },
        timestampMs: newYear2012Ms + day * dayMs,
      }),
    )
    const ledger = await session.replay({ topic, records: pieces(days), limits })
    expect(ledger).toEqual({
      topic,
      sent: 3,
      acknowledged: 3,
      entries: [{ partition: 0, baseOffset: 0n, rows: 3 }],
    })
    expect(await consume(brokers, topic, 3)).toEqual(
      days.map(({ timestampMs, headers }, day) => ({
        partition: 0,
        offset: String(day),
        timestamp: String(timestampMs),
        key: day === 1 ? null : `2012-01-0${day + 1}`,
        value: `day ${day}, Zürich`,
        headers,
      })),
    )
  })

  test('sends any records as they are', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic, 2)
    const records = fc.sample(arbitraryRecord, 400)
    const beforeMs = Date.now()
    const ledger = await session.replay({ topic, records: pieces(records), limits })
    const afterMs = Date.now()
    expect(ledger).toMatchObject({ sent: 400, acknowledged: 400 })
    const consumed = await consume(brokers, topic, 400)
    for (const partition of [0, 1]) {
      const expected = records.filter((one) => one.partition === partition)
      const found = consumed.filter((one) => one.partition === partition)
      const isOfSending = (_: Consumed, at: number): boolean => expected[at]?.timestampMs === null
      expect(found.map((one, at) => (isOfSending(one, at) ? { ...one, timestamp: 'of sending' } : one))).toEqual(
        expected.map(({ key, value, headers, timestampMs }, at) => ({
          partition,
          offset: String(at),
          timestamp: timestampMs === null ? 'of sending' : String(timestampMs),
          key: key && String(key),
          value: String(value),
          headers: headers ?? {},
        })),
      )
      const sentAtMs = found.filter(isOfSending).map(({ timestamp }) => Number(timestamp))
      expect(sentAtMs.filter((ms) => ms < beforeMs || ms > afterMs)).toEqual([])
    }
  })

  test.for([0, 999_999_999_999, Date.UTC(2100, 0, 1), Number.MAX_SAFE_INTEGER])(
    'keeps the timestamp %i beside others of any length',
    async (timestampMs, { broker: { brokers, session }, topic }) => {
      await createTopic(session, topic)
      const records = [newYear2012Ms, timestampMs, newYear2012Ms].map((ms) => record('', { timestampMs: ms }))
      await session.replay({ topic, records: pieces(records), limits })
      const consumed = await consume(brokers, topic, 3)
      expect(consumed.map(({ timestamp }) => Number(timestamp))).toEqual([newYear2012Ms, timestampMs, newYear2012Ms])
    },
  )

  test('keeps the order in every partition, and its ledger has the offset of every record', async ({
    broker,
    topic,
  }) => {
    const { brokers, session } = broker
    await createTopic(session, topic, 3)
    const records = numbered(2000, 3)
    const ledger = await session.replay({ topic, records: pieces(records), limits: { ...limits, batchRows: 7 } })
    const consumed = await consume(brokers, topic, 2000)
    for (const partition of [0, 1, 2]) {
      const inPartition = consumed.filter((one) => one.partition === partition)
      const expected = records.filter((one) => one.partition === partition)
      expect(inPartition.map(({ value }) => value)).toEqual(expected.map(({ value }) => String(value)))
      expect(offsetsIn(ledger, partition)).toEqual(inPartition.map(({ offset }) => offset))
    }
  })

  test('splits what is more than a broker takes at once', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    const big = Array.from({ length: 8 }, (_, row) => record(String(row).repeat(400_000)))
    const ledger = await session.replay({ topic, records: pieces(big), limits })
    expect(ledger).toMatchObject({ sent: 8, acknowledged: 8, entries: [{ baseOffset: 0n, rows: 8 }] })
  })

  test('sends a record of just the size that the broker takes', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    const largest = record('x'.repeat(1_048_588 - 61 - 36))
    expect(await session.replay({ topic, records: pieces([largest]), limits })).toMatchObject({ acknowledged: 1 })
  })
})

describe('assignPartition', () => {
  test('puts keys where a Java producer puts them', async ({ broker, topic }) => {
    const keys = ['2012-01-01', '2012-01-02', 'SEA', 'Zürich', '東京', 'x', '']
    await createTopic(broker.session, topic, 5)
    const lines = keys.map((key) => `${key}:${key}`).join('\n')
    await broker.run(
      `printf '%s\n' '${lines}' | kafka-console-producer --bootstrap-server localhost:9092 --topic ${topic}` +
        ' --reader-property parse.key=true --reader-property key.separator=:',
    )
    const consumed = await consume(broker.brokers, topic, keys.length)
    const javas = Object.fromEntries(consumed.map(({ key, partition }) => [key, partition]))
    const ours = Object.fromEntries(keys.map((key) => [key, assignPartition(Buffer.from(key), 0, 5)]))
    expect(ours).toEqual(javas)
  })
})

describe('a program that waits, creates, replays and drains', () => {
  test('prints no warning of a library, and ends by itself', async ({ broker: { brokers }, topic }) => {
    const script = new URL('kafka-session.ts', import.meta.url).pathname
    const { stdout, stderr } = await execute(process.execPath, [script, brokers, topic], { env: {}, timeout: 30_000 })
    expect(stdout).toBe('read 1461 rows\n')
    expect(stderr).toBe('')
  })
})
