/** Specs of a session whose broker is gone, hangs or is none: everything asked of it ends in time, with a code and a remedy. */
import { once } from 'node:events'
import net, { type AddressInfo, createServer, type Socket } from 'node:net'

import { describe, expect, onTestFinished, test, vi } from 'vitest'

import { StreamassayError } from '../../../harness/errors.ts'
import { type KafkaSession, openKafkaSession } from '../../../harness/kafka/session.ts'
import { neverMs, onlyThisEndsItMs } from '../../patience.ts'

interface Trouble {
  readonly speak: (socket: Socket) => void
  readonly said: RegExp
  /** The limit that ends the work, where there is nothing else to end it. */
  readonly timeoutMs?: number
}

/** What a broker does with whoever connects, in the words of a spec's name. */
const troubles: Readonly<Record<string, Trouble>> = {
  'closes every connection': { speak: (socket) => socket.destroy(), said: /closed the connection|ECONNRESET|EPIPE/ },
  'takes requests and never answers': {
    speak: (socket) => socket.resume(),
    said: /within 0\.2 s/,
    timeoutMs: onlyThisEndsItMs,
  },
  'is an HTTP server': {
    speak: (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    said: /is not a Kafka broker/,
  },
}

/** What a run asks of a session, and the code that it fails with. */
type Work = (session: KafkaSession, limits: Limits) => Promise<unknown>
type Limits = { readonly timeoutMs: number; readonly signal?: AbortSignal }
const work: Readonly<Record<string, Work>> = {
  KAFKA_TOPIC_FAILED: (session, limits) => session.createTopics([{ name: 'orders', partitions: 1 }], limits),
  KAFKA_REPLAY_FAILED: (session, limits) => session.replay({ topic: 'orders', records: oneRecord(), limits }),
  KAFKA_DRAIN_FAILED: async (session, limits) => {
    const read = { topic: 'orders', decode: () => ({ decoded: null }), take: () => undefined }
    await using reading = session.read({ ...read, ...(limits.signal && { signal: limits.signal }) })
    return await reading.toEnd(limits)
  },
}
/** A drain has two connections: one for the rows, one for the end of the topic. */
const mostAttempts = 2
const longest: Limits = { timeoutMs: neverMs }

async function* oneRecord() {
  yield [{ partition: 0, key: null, value: Buffer.from('{}'), headers: null, timestampMs: null }]
}

interface FakeBroker extends AsyncDisposable {
  readonly address: string
  /** Counts the connections so far. */
  readonly connections: () => number
}

/** Listens on a port of its own. */
async function brokerThat(speak: (socket: Socket) => void): Promise<FakeBroker> {
  const sockets = new Set<Socket>()
  const connections = (): number => sockets.size
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    speak(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

describe.each(Object.entries(troubles))('a broker that %s', (_, { speak, said, ...limits }) => {
  test.each(Object.entries(work))('ends work with %s', async (code, ask) => {
    await using broker = await brokerThat(speak)
    await using session = openKafkaSession(broker.address)
    const failure = await ask(session, { ...longest, ...limits }).catch((error: unknown) => error as StreamassayError)
    expect(failure).toMatchObject({
      code,
      message: expect.stringMatching(said),
      remedy: expect.stringContaining("broker's log"),
    })
    expect(broker.connections()).toBeLessThanOrEqual(mostAttempts)
  })
})

test.each(Object.entries(work))(
  'the death of a broker that is told a moment later is told in place of %s',
  async (_, ask) => {
    await using broker = await brokerThat((socket) => socket.destroy())
    await using session = openKafkaSession(broker.address)
    const died = new AbortController()
    const death = new StreamassayError('CONTAINER_DIED', 'the container of kafka exited with 137', {
      remedy: 'See why.',
    })
    setTimeout(() => died.abort(death), 100)
    await expect(ask(session, { ...longest, signal: died.signal })).rejects.toBe(death)
  },
)

test.each(Object.entries(work))('where no broker is, work ends with %s without a second attempt', async (code, ask) => {
  await using session = openKafkaSession('127.0.0.1:1')
  const connections = vi.spyOn(net.Socket.prototype, 'connect')
  onTestFinished(() => connections.mockRestore())
  await expect(ask(session, longest)).rejects.toMatchObject({ code, message: expect.stringContaining('ECONNREFUSED') })
  expect(connections.mock.calls.length).toBeLessThanOrEqual(mostAttempts)
})
