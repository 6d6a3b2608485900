/** What a reading makes of records that a broker has deleted, as it does beyond the size that a topic may have. */
import { describe, expect, vi } from 'vitest'

import type { ObservedRow } from '../../harness/verdict/comparison.ts'
import { patience } from '../patience.ts'
import { test } from './broker.ts'
import { decode, drain, short, texts } from './draining.ts'
import { administer, createTopic, produce } from './plain-kafka.ts'

const limits = { timeoutMs: 20_000 }

describe('a reading', () => {
  test('fails where records were deleted that it has not read', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic)
    await produce(brokers, topic, texts('a', 'b', 'c', 'd'))
    await administer(brokers, async (admin) => {
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] })
    })
    await expect(drain(session, topic)).rejects.toMatchObject({
      code: 'KAFKA_DRAIN_FAILED',
      message: `the output cannot be judged: cannot read ${topic} to its end: partition 0 starts at offset 3: earlier records were deleted`,
      remedy: expect.stringContaining('8 GiB of each partition'),
    })
  })

  test('goes on where only records were deleted that it has read', async ({ broker, topic }) => {
    const { session, brokers } = broker
    await createTopic(session, topic)
    const rows: ObservedRow[] = []
    await using reading = session.read({ topic, decode, take: (some) => void rows.push(...some) })
    await produce(brokers, topic, texts('a', 'b', 'c', 'd'))
    await vi.waitUntil(() => rows.length === 4, patience)
    await administer(brokers, async (admin) => {
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] })
    })
    await produce(brokers, topic, texts('e'))
    expect(await reading.toEnd(limits)).toEqual([5n])
    expect(short({ rows })).toEqual(['0:a', '1:b', '2:c', '3:d', '4:e'])
  })
})
