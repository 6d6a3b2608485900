/** Draining a real topic to its end, with real transactions in it. */
import { describe, expect } from 'vitest'

import { inTime, onlyThisEndsItMs } from '../patience.ts'
import { test } from './broker.ts'
import { drain, short, texts } from './draining.ts'
import { administer, createTopic, openTransactions, produce } from './plain-kafka.ts'

describe('transactionalProducers', () => {
  test('lists an id with its producer, and a second producer of the id changes the entry', async ({
    broker: { brokers, session },
    topic,
  }) => {
    const limits = { timeoutMs: 10_000 }
    const own = async () =>
      (await session.transactionalProducers(limits)).filter(({ transactionalId }) => transactionalId === topic)
    await createTopic(session, topic)
    await produce(brokers, topic, texts('a'))
    expect(await own()).toEqual([])
    await using first = await openTransactions(brokers, topic, topic)
    await first.commit(texts('b'))
    const [begun] = await own()
    await using second = await openTransactions(brokers, topic, topic)
    await second.commit(texts('c'))
    const [again] = await own()
    expect(begun).toEqual({ transactionalId: topic, producer: expect.stringMatching(/^\d+\/\d+$/) })
    expect(again).toEqual({ transactionalId: topic, producer: expect.not.stringMatching(`^${begun?.producer}$`) })
  })
})

describe('drain', () => {
  test('reads each partition to its end, in the order of offsets', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic, 2)
    const timestamp = String(Date.UTC(2012, 0, 1))
    await produce(brokers, topic, [
      { value: 'a', partition: 1, timestamp },
      { value: 'b', partition: 0, timestamp },
      { value: 'c', partition: 1, timestamp },
    ])
    expect(await drain(session, topic)).toEqual({
      rows: [
        { partition: 0, offset: 0n, timestampMs: Date.UTC(2012, 0, 1), value: { decoded: 'b' } },
        { partition: 1, offset: 0n, timestampMs: Date.UTC(2012, 0, 1), value: { decoded: 'a' } },
        { partition: 1, offset: 1n, timestampMs: Date.UTC(2012, 0, 1), value: { decoded: 'c' } },
      ],
      ends: [1n, 2n],
    })
  })

  test('of an empty topic returns at once', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic, 2)
    await drain(session, topic)
    const drained = await inTime('draining an empty topic', () => drain(session, topic))
    expect(drained).toEqual({ rows: [], ends: [0n, 0n] })
  })

  test('counts control and aborted records as positions and not as rows', async ({
    broker: { brokers, session },
    topic,
  }) => {
    await createTopic(session, topic)
    await using first = await openTransactions(brokers, topic, `${topic}-1`)
    await using second = await openTransactions(brokers, topic, `${topic}-2`)
    await first.commit(texts('a', 'b'))
    await first.abort(texts('lost 1', 'lost 2'))
    await second.commit(texts('c'))
    await first.abort(texts('lost 3'))
    await produce(brokers, topic, texts('d'))
    const open = await second.begin(texts('e'))
    await first.commit(texts('f'))
    await open.commit()
    await second.decided()
    await first.abort(texts('lost 4'))
    const drained = await drain(session, topic)
    expect(short(drained)).toEqual(['0:a', '1:b', '6:c', '10:d', '11:e', '12:f'])
    // 10 records and 7 markers.
    expect(drained.ends).toEqual([17n])
  })

  test('of a topic that holds nothing but aborted records has no rows, and an end', async ({ broker, topic }) => {
    await createTopic(broker.session, topic)
    await using transactions = await openTransactions(broker.brokers, topic, topic)
    await transactions.abort(texts('lost'))
    expect(await drain(broker.session, topic)).toEqual({ rows: [], ends: [2n] })
  })

  test('right after a commit misses none of its rows', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic)
    await using transactions = await openTransactions(brokers, topic, topic)
    const expected: string[] = []
    for (let round = 0; round < 15; round += 1) {
      expected.push(`${round * 2}:row ${round}`)
      // Acknowledged, and its marker perhaps not written yet.
      await (await transactions.begin(texts(`row ${round}`))).commit()
      expect(short(await drain(session, topic))).toEqual(expected)
    }
  })

  test('waits for a transaction to be decided, and fails at its limit when it is not', async ({ broker, topic }) => {
    const { brokers, session } = broker
    await createTopic(session, topic)
    await using transactions = await openTransactions(brokers, topic, topic)
    await transactions.commit(texts('a'))
    const open = await transactions.begin(texts('b'))
    await expect(drain(session, topic, 1000)).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message:
        `waited 0.5 s for the transactions in ${topic} to be committed or aborted; ` +
        'last seen: partition 0 is committed or aborted up to offset 2 of 3',
      remedy: expect.stringContaining('Turn on checkpointing'),
    })
    const draining = drain(session, topic)
    await open.commit()
    // The commit's own control record may have come before or after the end was asked for; its row is there either way.
    expect(short(await draining)).toEqual(['0:a', '2:b'])
  })

  test('keeps values that are none, are empty, or are not text', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic)
    const bytes = Buffer.from([0xff, 0x00, 0xfe])
    await produce(brokers, topic, [{ value: null }, { value: '' }, { value: bytes }])
    const { rows } = await drain(session, topic)
    expect(rows.map(({ value }) => value)).toEqual([
      { raw: null, problem: 'no value' },
      { decoded: '' },
      { raw: new Uint8Array(bytes), problem: 'not UTF-8' },
    ])
  })

  test.for(['gzip', 'snappy', 'lz4', 'zstd'])(
    'reads batches of %s',
    async (codec, { broker: { brokers, session }, topic }) => {
      await administer(brokers, (admin) =>
        admin.createTopics({ topics: [{ topic, configEntries: [{ name: 'compression.type', value: codec }] }] }),
      )
      await produce(brokers, topic, texts('a', 'b'.repeat(10_000), 'Zürich'))
      const { rows } = await drain(session, topic)
      expect(rows.map(({ value }) => value)).toEqual([
        { decoded: 'a' },
        { decoded: 'b'.repeat(10_000) },
        { decoded: 'Zürich' },
      ])
    },
  )

  test('fails for a topic that is not there', async ({ broker: { session } }) => {
    await expect(drain(session, 'nonesuch')).rejects.toMatchObject({
      code: 'KAFKA_DRAIN_FAILED',
      message:
        'the output cannot be judged: cannot read nonesuch to its end: the broker does not know the topic nonesuch',
    })
  })

  test('ends at its limit when the broker hangs', async ({ broker, topic }) => {
    await createTopic(broker.session, topic)
    await broker.pause()
    try {
      const draining = inTime('ending at a limit', () => drain(broker.session, topic, onlyThisEndsItMs))
      await expect(draining).rejects.toMatchObject({
        code: 'KAFKA_DRAIN_FAILED',
        message: `the output cannot be judged: cannot read ${topic} to its end: not done within 0.2 s`,
      })
    } finally {
      await broker.resume()
    }
  })
})
