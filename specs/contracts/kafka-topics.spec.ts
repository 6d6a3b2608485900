/** The topics of a run, on a real broker. */
import net from 'node:net'

import { ConfigResourceTypes, ConfigSource } from 'kafkajs'
import { describe, expect, onTestFinished, vi } from 'vitest'

import { waitForBroker } from '../../harness/kafka/broker.ts'
import { inTime, onlyThisEndsItMs } from '../patience.ts'
import { limitByHand } from '../unit/limit-by-hand.ts'
import { test } from './broker.ts'
import { drain } from './draining.ts'
import { administer, commitOffset, createTopic, produce } from './plain-kafka.ts'

const limits = { timeoutMs: 10_000 }

describe('createTopics', () => {
  test('gives a topic settings that delete nothing within 8 GiB and refuse no timestamp', async ({
    broker: { brokers, session },
    topic,
  }) => {
    await createTopic(session, topic, 3)
    const settings = await administer(brokers, async (admin) => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
      })
      const own =
        resources[0]?.configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG) ?? []
      return Object.fromEntries(own.map((entry) => [entry.configName, entry.configValue]))
    })
    expect(settings).toEqual({
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '8589934592',
      'segment.ms': '9223372036854775807',
      'message.timestamp.after.max.ms': '9223372036854775807',
    })
  })

  test('lets the broker stamp the records of a topic that is to have its time', async ({ broker, topic }) => {
    const { brokers, session } = broker
    await session.createTopics([{ name: topic, partitions: 1, timestamps: 'append' }], limits)
    const beforeMs = Number(await broker.run('date +%s%3N'))
    await produce(brokers, topic, [{ value: 'a', timestamp: String(Date.UTC(2012, 0, 1)) }])
    const afterMs = Number(await broker.run('date +%s%3N'))
    const { rows } = await drain(session, topic)
    expect(rows).toMatchObject([{ offset: 0n, value: { decoded: 'a' } }])
    expect(rows[0]?.timestampMs).toBeGreaterThanOrEqual(beforeMs)
    expect(rows[0]?.timestampMs).toBeLessThanOrEqual(afterMs)
  })

  test('creates all topics with their partitions, and they can be used at once', async ({ broker, topic }) => {
    const { brokers, session } = broker
    const names = [`${topic}-in`, `${topic}-out`]
    await session.createTopics(
      [
        { name: `${topic}-in`, partitions: 3 },
        { name: `${topic}-out`, partitions: 1 },
      ],
      limits,
    )
    await produce(brokers, `${topic}-in`, [{ value: 'a', partition: 2 }])
    const { topics } = await administer(brokers, (admin) => admin.fetchTopicMetadata({ topics: names }))
    const partitions = Object.fromEntries(topics.map((found) => [found.name, found.partitions.length]))
    expect(partitions).toEqual({ [`${topic}-in`]: 3, [`${topic}-out`]: 1 })
  })

  test('takes no topic that is there already, and creates none then', async ({
    broker: { brokers, session },
    topic,
  }) => {
    await createTopic(session, topic)
    const both = session.createTopics(
      [
        { name: topic, partitions: 1 },
        { name: `${topic}-new`, partitions: 1 },
      ],
      limits,
    )
    await expect(both).rejects.toMatchObject({
      code: 'KAFKA_TOPIC_FAILED',
      message: `these topics already exist: ${topic}`,
    })
    expect(await administer(brokers, (admin) => admin.listTopics())).not.toContain(`${topic}-new`)
  })

  test('says what the broker has against a name', async ({ broker: { session } }) => {
    await expect(session.createTopics([{ name: 'not a name', partitions: 1 }], limits)).rejects.toMatchObject({
      code: 'KAFKA_TOPIC_FAILED',
      message: expect.stringMatching(/^cannot create not a name: Topic name is invalid/),
    })
  })
})

describe('recordsIn', () => {
  test('counts all records of a topic, and refuses one whose records were deleted, by name', async ({
    broker,
    topic,
  }) => {
    const { brokers, session } = broker
    await createTopic(session, topic, 2)
    await produce(brokers, topic, [
      { value: 'a', partition: 0 },
      ...[1, 2, 3].map(() => ({ value: 'b', partition: 1 })),
    ])
    expect(await session.recordsIn(topic, limits)).toBe(4n)
    // As the broker does by itself where a partition holds more than its limit.
    await administer(brokers, async (admin) => {
      // Without this it does not know the topic.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 1, offset: '2' }] })
    })
    await expect(session.recordsIn(topic, limits)).rejects.toMatchObject({
      code: 'KAFKA_DRAIN_FAILED',
      message: `partition 1 of ${topic} starts at offset 2: the broker deleted earlier records`,
      remedy: expect.stringContaining('8 GiB'),
    })
  })
})

describe('deleteTopics', () => {
  test('deletes the topics and the groups of one run, and nothing of another', async ({ broker, topic }) => {
    const { brokers, session } = broker
    const [own, other] = [[`${topic}-in`, `${topic}-again1-out`], `${topic}2-in`]
    for (const name of [...own, other]) await createTopic(session, name)
    const names = await administer(brokers, async (admin) => {
      for (const groupId of [topic, `${topic}-again1`, `${topic}2`]) {
        await commitOffset(brokers, groupId, other)
      }
      expect((await session.deleteTopics(topic, limits)).toSorted()).toEqual(own.toSorted())
      expect(await session.deleteTopics(topic, limits)).toEqual([])
      return [
        ...(await admin.listTopics()),
        ...(await admin.listGroups()).groups.map(({ groupId }) => `group ${groupId}`),
      ].filter((name) => name.includes(topic))
    })
    expect(names).toEqual([other, `group ${topic}2`])
  })
})

describe('a broker that hangs', () => {
  test('ends every wait at its limit', async ({ broker, topic }) => {
    await broker.pause()
    try {
      const limit = { timeoutMs: onlyThisEndsItMs }
      const [created, ready] = await Promise.allSettled([
        inTime('ending at a limit', () => broker.session.createTopics([{ name: topic, partitions: 1 }], limit)),
        inTime('ending at a limit', () => waitForBroker(broker.brokers, limit)),
      ])
      expect(created).toMatchObject({
        reason: { code: 'KAFKA_TOPIC_FAILED', message: expect.stringContaining('no answer within 0.2 s') },
      })
      expect(ready).toMatchObject({
        reason: { code: 'WAIT_TIMED_OUT', message: expect.stringContaining('waited 0.2 s for') },
      })
    } finally {
      await broker.resume()
    }
  })
})

describe('waitForBroker', () => {
  test('finds coordinators that serve a group and a transaction at once', async ({ broker: { brokers } }) => {
    await waitForBroker(brokers, limits)
    const topics = await administer(brokers, (admin) => admin.listTopics())
    expect(topics).toEqual(expect.arrayContaining(['__consumer_offsets', '__transaction_state']))
    expect(topics).not.toContain('streamassay-ready')
  })

  test('says what it waited for when nobody is there', async () => {
    const limit = limitByHand()
    const connections = vi.spyOn(net.Socket.prototype, 'connect')
    onTestFinished(() => connections.mockRestore())
    const waiting = waitForBroker('127.0.0.1:1', { timeoutMs: limit.timeoutMs })
    await limit.pass(() => connections.mock.calls.length > 1)
    await expect(waiting).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message:
        'waited 0.2 s for the Kafka broker at 127.0.0.1:1 to answer; last seen: connecting: ' +
        'Connection error: connect ECONNREFUSED 127.0.0.1:1',
    })
  })
})
