/** A connection against a server that answers when the spec says so. */
import { expect, test, vi } from 'vitest'

import { BrokerConnection, ConnectionLost } from '../../../../harness/kafka/wire/connection.ts'
import { patience } from '../../../patience.ts'
import { frameOf, startFakeBroker, textCodec } from './fake-broker.ts'

test('each answer finds its request, in whatever order they come', async () => {
  await using broker = await startFakeBroker()
  using connection = new BrokerConnection(broker.host, broker.port)
  const asked = [connection.ask(textCodec, 'a'), connection.ask(textCodec, 'b')]
  await vi.waitUntil(() => broker.requests.length === 2, patience)
  broker.requests[1]?.answer('second')
  broker.requests[0]?.answer('first')
  expect(await Promise.all(asked)).toEqual(['first', 'second'])
  expect(broker.requests.map(({ apiKey, apiVersion }) => [apiKey, apiVersion])).toEqual([
    [7, 3],
    [7, 3],
  ])
})

test('an answer that cannot be read fails its own request and no other', async () => {
  await using broker = await startFakeBroker()
  using connection = new BrokerConnection(broker.host, broker.port)
  const asked = [connection.ask(textCodec, 'a'), connection.ask(textCodec, 'b')]
  await vi.waitUntil(() => broker.requests.length === 2, patience)
  broker.requests[0]?.answer('broken')
  broker.requests[1]?.answer('sound')
  expect(await Promise.allSettled(asked)).toMatchObject([{ reason: { message: 'not an answer' } }, { value: 'sound' }])
})

test('it is quiet when nothing is on its way', async () => {
  await using broker = await startFakeBroker()
  using connection = new BrokerConnection(broker.host, broker.port)
  expect(connection.isQuiet).toBe(true)
  const asked = connection.ask(textCodec, 'a')
  expect(connection.isQuiet).toBe(false)
  await vi.waitUntil(() => broker.requests.length === 1, patience)
  const quiet = connection.whenQuiet()
  broker.requests[0]?.answer('a')
  await Promise.all([quiet, asked])
  expect(connection.isQuiet).toBe(true)
})

test('what was asked fails when the connection breaks, and what is asked afterwards too', async () => {
  await using broker = await startFakeBroker()
  using connection = new BrokerConnection(broker.host, broker.port)
  const asked = connection.ask(textCodec, 'a')
  await vi.waitUntil(() => broker.requests.length === 1, patience)
  broker.hangUp()
  await expect(asked).rejects.toThrow(ConnectionLost)
  expect(connection.isLost).toBe(true)
  await connection.whenQuiet()
  await expect(connection.ask(textCodec, 'b')).rejects.toThrow(`127.0.0.1:${broker.port}`)
})

test('where nobody listens it is never connected, and says why', async () => {
  using connection = new BrokerConnection('127.0.0.1', 1)
  const asked = connection.ask(textCodec, 'a')
  await expect(asked).rejects.toThrow('the connection to 127.0.0.1:1 broke: connect ECONNREFUSED 127.0.0.1:1')
  await expect(connection.connected).rejects.toThrow('ECONNREFUSED')
})

test('an answer to what was not asked ends it', async () => {
  await using broker = await startFakeBroker()
  using connection = new BrokerConnection(broker.host, broker.port)
  await connection.connected
  const asked = connection.ask(textCodec, 'a')
  await vi.waitUntil(() => broker.connections() === 1, patience)
  broker.shout(frameOf(77, 'surprise'))
  await expect(asked).rejects.toThrow('sent an unexpected answer')
})

test('what is no broker at all ends it at once, and not the process', async () => {
  await using broker = await startFakeBroker()
  using connection = new BrokerConnection(broker.host, broker.port)
  const asked = connection.ask(textCodec, 'a')
  await vi.waitUntil(() => broker.requests.length === 1, patience)
  broker.shout(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await expect(asked).rejects.toThrow(
    `the server at 127.0.0.1:${broker.port} is not a Kafka broker: a frame of 1213486160 bytes`,
  )
  expect(connection.isLost).toBe(true)
})

test('disposing of it ends what hangs in it, and sends nothing more', async () => {
  await using broker = await startFakeBroker()
  const connection = new BrokerConnection(broker.host, broker.port)
  const asked = connection.ask(textCodec, 'a')
  await vi.waitUntil(() => broker.requests.length === 1, patience)
  connection[Symbol.dispose]()
  await expect(asked).rejects.toThrow('this connection was closed')
  await expect(connection.ask(textCodec, 'b')).rejects.toThrow('this connection was closed')
  await vi.waitUntil(() => broker.connections() === 0, patience)
  expect(broker.requests).toHaveLength(1)
})
