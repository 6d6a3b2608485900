/** Reading an output topic while it grows, on connections that stay open. */
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import { describe, expect, vi } from 'vitest'

import { openKafkaSession, type OutputReading } from '../../harness/kafka/session.ts'
import type { ObservedRow } from '../../harness/verdict/comparison.ts'
import { patience } from '../patience.ts'
import { limitByHand } from '../unit/limit-by-hand.ts'
import { test } from './broker.ts'
import { decode, drain, short, textOf, texts } from './draining.ts'
import { createTopic, openTransactions, produce } from './plain-kafka.ts'
import { numbered, pieces, record } from './records.ts'

const limits = { timeoutMs: 20_000 }

describe('a reading', () => {
  test('hands over each record while it reads, and goes on to the end', async ({ broker, topic }) => {
    const { session, brokers } = broker
    await createTopic(session, topic)
    const rows: ObservedRow[] = []
    await using reading = session.read({ topic, decode, take: (some) => void rows.push(...some) })
    for (const text of ['a', 'b', 'c']) {
      await session.replay({ topic, records: pieces([record(text)]), limits })
      // Before the next record, and before the end is asked for; how soon is measured by `npm run bench`.
      await vi.waitUntil(() => rows.some((row) => textOf(row) === text), patience)
    }
    await produce(brokers, topic, texts('d'))
    expect(await reading.toEnd(limits)).toEqual([4n])
    expect(short({ rows })).toEqual(['0:a', '1:b', '2:c', '3:d'])
  })

  test('hands over the rows of a transaction when it is committed, and not before', async ({ broker, topic }) => {
    const { session, brokers } = broker
    await createTopic(session, topic)
    await using transactions = await openTransactions(brokers, topic, topic)
    const rows: ObservedRow[] = []
    await using reading = session.read({ topic, decode, take: (some) => void rows.push(...some) })
    const open = await transactions.begin(texts('a'))
    await pause(100)
    expect(rows).toEqual([])
    await open.commit()
    await vi.waitUntil(() => rows.length === 1, patience)
    await transactions.abort(texts('lost'))
    await transactions.commit(texts('b'))
    await reading.toEnd(limits)
    expect(short({ rows })).toEqual(['0:a', '4:b'])
  })

  test('reads on only when what it handed over is done with', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic)
    const sizes = Array.from({ length: 12 }, (_, row) => row)
    for (const row of sizes) await produce(brokers, topic, texts(String(row).padEnd(900_000, '.')))
    const taken: string[][] = []
    let isTaking = false
    await using reading = session.read({
      topic,
      decode,
      take: async (rows) => {
        expect(isTaking).toBe(false)
        isTaking = true
        taken.push(rows.map((row) => textOf(row).replaceAll('.', '')))
        await pause(5)
        isTaking = false
      },
    })
    expect(await reading.toEnd(limits)).toEqual([12n])
    expect(taken.flat()).toEqual(sizes.map(String))
    expect(taken.length).toBeGreaterThan(1)
  })

  test('keeps the order of every partition', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic, 5)
    const rows: ObservedRow[] = []
    await using reading = session.read({ topic, decode, take: (some) => void rows.push(...some) })
    await session.replay({ topic, records: pieces(numbered(20_000, 5)), limits })
    expect(await reading.toEnd(limits)).toEqual([4000n, 4000n, 4000n, 4000n, 4000n])
    for (const partition of [0, 1, 2, 3, 4]) {
      const inPartition = rows.filter((row) => row.partition === partition).map(textOf)
      expect(inPartition).toEqual(Array.from({ length: 4000 }, (_, at) => `row ${at * 5 + partition}`))
    }
  })

  test('fails with what the taking of its rows throws', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic)
    const full = new Error('the disk is full')
    await using reading = session.read({ topic, decode, take: () => Promise.reject(full) })
    await produce(brokers, topic, texts('a'))
    await vi.waitUntil(() => reading.failed.aborted, patience)
    expect(reading.failed.reason).toBe(full)
    await expect(reading.toEnd(limits)).rejects.toBe(full)
  })

  test('fails without being asked for its end when the topic is not there', async ({ broker: { session } }) => {
    await using reading = session.read({ topic: 'nonesuch', decode, take: () => undefined })
    await vi.waitUntil(() => reading.failed.aborted, patience)
    expect(reading.failed.reason).toMatchObject({ code: 'KAFKA_DRAIN_FAILED' })
  })

  test('ends when it is told to from outside', async ({ broker: { session }, topic }) => {
    await createTopic(session, topic)
    const stop = new AbortController()
    await using reading = session.read({ topic, decode, take: () => undefined, signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(reading.toEnd(limits)).rejects.toBe(stop.signal.reason)
  })

  test('that is given up takes no rows any more', async ({ broker: { brokers, session }, topic }) => {
    await createTopic(session, topic)
    const rows: ObservedRow[] = []
    const reading: OutputReading = session.read({ topic, decode, take: (some) => void rows.push(...some) })
    await reading[Symbol.asyncDispose]()
    await produce(brokers, topic, texts('a'))
    expect(short(await drain(session, topic))).toEqual(['0:a'])
    expect(rows).toEqual([])
    expect(reading.failed.aborted).toBe(false)
  })

  test('ends at its limit when the broker begins to hang', async ({ broker, topic }) => {
    const { brokers, session } = broker
    await createTopic(session, topic)
    for (const letter of 'abcdef') await produce(brokers, topic, texts(letter.repeat(900_000)))
    const limit = limitByHand()
    let paused: Promise<void> | undefined
    const take = () => (paused ??= broker.pause().then(() => limit.pass()))
    await using reading = session.read({ topic, decode, take })
    try {
      await expect(reading.toEnd({ timeoutMs: limit.timeoutMs })).rejects.toMatchObject({
        code: 'KAFKA_DRAIN_FAILED',
        message: `the output cannot be judged: cannot read ${topic} to its end: not done within 0.2 s`,
      })
    } finally {
      await broker.resume()
    }
  })
})

describe('a session', () => {
  test('serves several runs at the same time', async ({ broker: { session }, topic }) => {
    const names = [0, 1, 2, 3].map((run) => `${topic}-${run}`)
    const read = await Promise.all(
      names.map(async (name) => {
        await createTopic(session, name)
        await session.replay({ topic: name, records: pieces([record(name)]), limits })
        return short(await drain(session, name))
      }),
    )
    expect(read).toEqual(names.map((name) => [`0:${name}`]))
  })

  test('connects again after its connections were lost', async ({ broker: { brokers }, topic }) => {
    using sockets = watchSockets()
    await using session = openKafkaSession(brokers)
    await createTopic(session, topic)
    await session.replay({ topic, records: pieces([record('a')]), limits })
    await drain(session, topic)
    sockets.drop()
    await session.replay({ topic, records: pieces([record('b')]), limits })
    expect(short(await drain(session, topic))).toEqual(['0:a', '1:b'])
    sockets.drop()
    await createTopic(session, `${topic}-more`)
  })

  test('makes no new connection for what it does a second time', async ({ broker: { brokers }, topic }) => {
    using sockets = watchSockets()
    await using session = openKafkaSession(brokers)
    const run = async (name: string): Promise<void> => {
      await createTopic(session, name)
      await using reading = session.read({ topic: name, decode, take: () => undefined })
      await session.replay({ topic: name, records: pieces([record('a')]), limits })
      await reading.toEnd(limits)
    }
    await run(`${topic}-1`)
    // The first run's last fetch waits for records that never come, for a moment.
    await pause(400)
    const made = sockets.count()
    await run(`${topic}-2`)
    expect(sockets.count()).toBe(made)
  })

  test('goes on with a replay whose connection is lost, and loses and repeats nothing', async ({ broker, topic }) => {
    using sockets = watchSockets()
    await using session = openKafkaSession(broker.brokers)
    await createTopic(session, topic)
    let batches = 0
    const ledger = await session.replay({
      topic,
      records: pieces(numbered(20_000)),
      limits: { ...limits, batchRows: 100 },
      onProgress: () => {
        batches += 1
        // The next batch is on its way by then; after the last one the connections are let be.
        if (batches % 60 === 0) setImmediate(sockets.drop)
      },
    })
    expect(sockets.count()).toBeGreaterThan(2)
    expect(ledger).toMatchObject({ sent: 20_000, acknowledged: 20_000, entries: [{ baseOffset: 0n, rows: 20_000 }] })
    const { rows } = await drain(session, topic)
    expect(rows.map(textOf)).toEqual(numbered(20_000).map(({ value }) => String(value)))
  })
})

/** Watches the connections that this process makes from now on: counts them, and cuts them as a network would. */
function watchSockets(): Disposable & { count(): number; drop(): void } {
  const made: Socket[] = []
  const spy = vi.spyOn(Socket.prototype, 'connect')
  spy.mockImplementation(function connect(this: Socket, ...args: unknown[]) {
    made.push(this)
    return Reflect.apply(plainConnect, this, args) as Socket
  })
  return {
    count: () => made.length,
    drop: () => made.forEach((socket) => socket.destroy()),
    [Symbol.dispose]: () => spy.mockRestore(),
  }
}

const plainConnect = Socket.prototype.connect
