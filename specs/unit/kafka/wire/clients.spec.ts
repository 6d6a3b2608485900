/** Clients against a server that answers nothing: which are used again, and which are not. */
import { expect, test, vi } from 'vitest'

import { Clients } from '../../../../harness/kafka/wire/clients.ts'
import { patience } from '../../../patience.ts'
import { startFakeBroker, textCodec } from './fake-broker.ts'

const never = new AbortController().signal

test('a client that was given back is the next one to be taken', () => {
  using clients = new Clients('127.0.0.1:1')
  const first = clients.take()
  const second = clients.take()
  expect(second).not.toBe(first)
  clients.giveBack(first)
  expect(clients.take()).toBe(first)
})

test('work that succeeds leaves its client for the next, one after the other', async () => {
  using clients = new Clients('127.0.0.1:1')
  const used = [await clients.use(async (client) => client, never), await clients.use(async (client) => client, never)]
  expect(used[1]).toBe(used[0])
})

test('a client that something is still on its way of is taken again only when that has come', async () => {
  await using broker = await startFakeBroker()
  using clients = new Clients(`${broker.host}:${broker.port}`)
  const busy = clients.take()
  const asked = (await busy.anyBroker()).ask(textCodec, 'a')
  clients.giveBack(busy)
  const other = clients.take()
  expect(other).not.toBe(busy)
  await vi.waitUntil(() => broker.requests.length === 1, patience)
  broker.requests[0]?.answer('a')
  await asked
  await new Promise((resolve) => setImmediate(resolve))
  expect(clients.take()).toBe(busy)
})

test('a client that work failed with is cut off, and not used again', async () => {
  await using broker = await startFakeBroker()
  using clients = new Clients(`${broker.host}:${broker.port}`)
  const used: unknown[] = []
  const failing = clients.use(async (client) => {
    used.push(client)
    await client.anyBroker()
    throw new Error('no use')
  }, never)
  await expect(failing).rejects.toThrow('no use')
  await vi.waitUntil(() => broker.connections() === 0, patience)
  expect(clients.take()).not.toBe(used[0])
})

test('work that hangs ends with its signal, and its connections with it', async () => {
  await using broker = await startFakeBroker()
  using clients = new Clients(`${broker.host}:${broker.port}`)
  const stop = new AbortController()
  const hanging = clients.use(async (client) => (await client.anyBroker()).ask(textCodec, 'a'), stop.signal)
  await vi.waitUntil(() => broker.requests.length === 1, patience)
  stop.abort(new Error('enough'))
  await expect(hanging).rejects.toThrow('enough')
  await vi.waitUntil(() => broker.connections() === 0, patience)
})

test('a client that was cut off does not connect again, whoever still holds it', async () => {
  await using broker = await startFakeBroker()
  using clients = new Clients(`${broker.host}:${broker.port}`)
  const client = clients.take()
  clients.giveUp(client)
  await expect(client.anyBroker()).rejects.toThrow('this Kafka client was closed')
})

test('closing cuts all connections, and there is nothing to take afterwards', async () => {
  await using broker = await startFakeBroker()
  const clients = new Clients(`${broker.host}:${broker.port}`)
  await clients.take().anyBroker()
  await vi.waitUntil(() => broker.connections() === 1, patience)
  clients[Symbol.dispose]()
  await vi.waitUntil(() => broker.connections() === 0, patience)
  expect(() => clients.take()).toThrow('this Kafka session was closed')
})
