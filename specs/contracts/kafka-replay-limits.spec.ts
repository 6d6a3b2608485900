/** Replay within its limits, and when it cannot go on: what it says, and when it ends. */
import { setTimeout as pause } from 'node:timers/promises'

import { describe, expect, vi } from 'vitest'

import type { OutgoingRecord } from '../../harness/kafka/replay/replay.ts'
import { inTime, onlyThisEndsItMs, patience, takesAtLeast } from '../patience.ts'
import { limitByHand } from '../unit/limit-by-hand.ts'
import { testOfOwnBroker as test } from './broker.ts'
import { createTopic } from './plain-kafka.ts'
import { numbered, pieces, record } from './records.ts'

const limits = { timeoutMs: 20_000 }

describe('replay', { shuffle: false }, () => {
  test('refuses a record that is larger, and says which one', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    const records = [record('small'), record('x'.repeat(1_048_588))]
    await expect(session.replay({ topic, records: pieces(records), limits })).rejects.toMatchObject({
      code: 'RECORD_UNENCODABLE',
      message: expect.stringContaining('record 2 of the input'),
    })
  })

  test('takes rows no faster than it sends them, so that it holds few', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    let taken = 0
    let heldAtMost = 0
    async function* counted(): AsyncGenerator<readonly OutgoingRecord[]> {
      for await (const piece of pieces(numbered(20_000))) {
        taken += piece.length
        yield piece
      }
    }
    await session.replay({
      topic,
      records: counted(),
      limits: { ...limits, batchRows: 100 },
      onProgress: ({ acknowledged }) => (heldAtMost = Math.max(heldAtMost, taken - acknowledged)),
    })
    expect(taken).toBe(20_000)
    expect(heldAtMost).toBeLessThanOrEqual(1000 + 200)
  })

  test('keeps to the rows per second asked for', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    await takesAtLeast(400, () =>
      session.replay({ topic, records: pieces(numbered(200)), limits: { ...limits, rowsPerSecond: 400 } }),
    )
  })

  test('passes on the error of a source, and closes it', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    let closed = false
    async function* failing(): AsyncGenerator<readonly OutgoingRecord[]> {
      try {
        yield [record('a')]
        throw new Error('the file is gone')
      } finally {
        closed = true
      }
    }
    await expect(session.replay({ topic, records: failing(), limits })).rejects.toMatchObject({
      code: 'KAFKA_REPLAY_FAILED',
      message: `replay into ${topic} failed with 0 records sent and 0 acknowledged: the file is gone`,
    })
    expect(closed).toBe(true)
  })

  test('closes its source soon after it has failed', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    let closed = false
    async function* trickling(): AsyncGenerator<readonly OutgoingRecord[]> {
      try {
        for (;;) {
          yield [record('a')]
          await pause(10)
        }
      } finally {
        closed = true
      }
    }
    const sending = session.replay({ topic, records: trickling(), limits: { timeoutMs: onlyThisEndsItMs } })
    await expect(sending).rejects.toMatchObject({ code: 'KAFKA_REPLAY_FAILED' })
    await vi.waitUntil(() => closed, patience)
  })

  test('fails for a partition that the topic does not have', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    const records = pieces([record('a', { partition: 1 })])
    await expect(session.replay({ topic, records, limits })).rejects.toMatchObject({
      message: `replay into ${topic} failed with 1 records sent and 0 acknowledged: the topic has no partition 1`,
    })
  })

  test('ends at its limit when the broker hangs from the start', async ({ broker, topic }) => {
    await createTopic(broker.session, topic)
    await broker.pause()
    try {
      const records = pieces(numbered(10))
      const sending = inTime('ending at a limit', () =>
        broker.session.replay({ topic, records, limits: { timeoutMs: onlyThisEndsItMs } }),
      )
      await expect(sending).rejects.toMatchObject({
        code: 'KAFKA_REPLAY_FAILED',
        message: `replay into ${topic} failed with 0 records sent and 0 acknowledged: not done within 0.2 s`,
      })
    } finally {
      await broker.resume()
    }
  })

  test('ends at its limit when the broker begins to hang, and sends nothing afterwards', async ({ broker, topic }) => {
    const { session } = broker
    await createTopic(session, topic)
    const limit = limitByHand()
    let paused: Promise<void> | undefined
    const failure: unknown = await session
      .replay({
        topic,
        records: pieces(numbered(100_000)),
        limits: { timeoutMs: limit.timeoutMs, batchRows: 10 },
        onProgress: () => (paused ??= broker.pause().then(() => limit.pass())),
      })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'KAFKA_REPLAY_FAILED',
      message: expect.stringMatching(/failed with \d+0 records sent and \d+0 acknowledged: not done within 0\.2 s/),
    })
    await broker.resume()
    const { entries } = await session.replay({ topic, records: pieces([record('after')]), limits })
    const sent = Number(/with (\d+) records sent/.exec(String(failure))?.[1])
    expect(Number(entries[0]?.baseOffset)).toBeLessThanOrEqual(sent)
  })

  // The last one: no other needs the broker any more.
  test('ends when the broker dies, before its limit', async ({ broker }) => {
    await createTopic(broker.session, 'doomed')
    let killed: Promise<void> | undefined
    const sending = broker.session.replay({
      topic: 'doomed',
      records: pieces(numbered(1_000_000)),
      limits: { timeoutMs: 50_000, batchRows: 10 },
      onProgress: () => (killed ??= broker.kill()),
    })
    await expect(sending).rejects.toMatchObject({
      code: 'KAFKA_REPLAY_FAILED',
      message: expect.stringMatching(/failed with \d+0 records sent and \d+0 acknowledged: .*ECONN/),
    })
  })
})
