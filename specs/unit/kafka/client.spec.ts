/** A client against servers that are none: nobody there, and one that never answers. */
import { createServer } from 'node:net'

import { afterEach, expect, test, vi } from 'vitest'

import { openClient } from '../../../harness/kafka/client.ts'
import { patience } from '../../patience.ts'

afterEach(() => void vi.restoreAllMocks())

/** The port of a server that accepts connections and says nothing. */
async function silentServer(): Promise<AsyncDisposable & { brokers: string; connections(): number }> {
  let open = 0
  const server = createServer((socket) => {
    open += 1
    socket.on('error', () => undefined)
    socket.once('close', () => (open -= 1))
    socket.resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    brokers: `127.0.0.1:${address.port}`,
    connections: () => open,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a client keeps what kafkajs would print, and prints nothing', async () => {
  const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'log'), vi.spyOn(console, 'warn')]
  using client = openClient('127.0.0.1:1')
  await expect(client.kafka.admin().connect()).rejects.toThrow('ECONNREFUSED')
  expect(client.lastLines()[0]).toBe('kafkajs Connection: Connection error: connect ECONNREFUSED 127.0.0.1:1')
  for (const way of printed) expect(way).not.toHaveBeenCalled()
})

test('a client that is let go of cuts its connections, and whatever hangs in them ends at once', async () => {
  await using server = await silentServer()
  const client = openClient(server.brokers)
  const connecting = client.kafka.admin().connect()
  await vi.waitUntil(() => server.connections() === 1, patience)
  client[Symbol.dispose]()
  await expect(connecting).rejects.toThrow('this client was closed')
  await vi.waitUntil(() => server.connections() === 0, patience)
})

test('a client that was let go of opens no connection any more', async () => {
  await using server = await silentServer()
  const client = openClient(server.brokers)
  client[Symbol.dispose]()
  await expect(client.kafka.admin().connect()).rejects.toThrow('this client was closed')
  expect(server.connections()).toBe(0)
})

test('only the last twenty lines are kept', async () => {
  using client = openClient('127.0.0.1:1')
  for (let attempt = 0; attempt < 15; attempt += 1)
    await client.kafka
      .admin()
      .connect()
      .catch(() => undefined)
  expect(client.lastLines()).toHaveLength(20)
})
