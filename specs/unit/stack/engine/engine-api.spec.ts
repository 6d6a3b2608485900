/** Specs of the plain client of the engine, against a server on a socket. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'

import { apiAt, type EngineApi, plainAddress } from '../../../../harness/stack/engine/engine-api.ts'
import { temporaryFolder } from '../../evidence/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  mostBytes?: number,
): Promise<EngineApi> {
  const socketPath = join(await temporaryFolder(), 'engine.sock')
  const server = createServer(answer).listen(socketPath)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  expect(plainAddress(`unix://${socketPath}`)).toEqual({ socketPath })
  return apiAt({ socketPath }, mostBytes)
}

test('a request is sent with its body as JSON, and its answer is the bytes of the body', async () => {
  const api = await serving((request, response) => {
    void text(request).then((body) => response.end(`${request.method} ${request.url} ${body}`))
  })
  const answer = await api({ method: 'POST', path: '/volumes/create?x=1', body: { Name: 'größe' } })
  expect(answer.toString()).toBe('POST /volumes/create?x=1 {"Name":"größe"}')
  expect((await api({ method: 'GET', path: '/info' })).toString()).toBe('GET /info ')
})

test('a refusal is an error with its status and what the engine said', async () => {
  const api = await serving((_, response) => response.writeHead(404).end('{"message":"no such volume"}\n'))
  await expect(api({ method: 'DELETE', path: '/volumes/x' })).rejects.toMatchObject({
    statusCode: 404,
    message: 'the container engine answered 404: {"message":"no such volume"}',
  })
})

test('a request ends with its signal, also when the answer has begun', async () => {
  const cut = new AbortController()
  const api = await serving((_, response) => {
    response.write('{')
    cut.abort()
  })
  await expect(api({ method: 'POST', path: '/containers/x/wait', signal: cut.signal })).rejects.toThrow('aborted')
})

test('an answer that is cut off in its middle is an error', async () => {
  const api = await serving((request, response) => {
    response.writeHead(200).flushHeaders()
    setTimeout(() => request.socket.destroy(), 20)
  })
  await expect(api({ method: 'POST', path: '/containers/x/wait' })).rejects.toThrow('aborted')
})

test('an answer that does not end is given up when it is too long', async () => {
  const api = await serving((_, response) => {
    const more = (): void => void (response.write('x'.repeat(1024), more) || response.once('drain', more))
    more()
  }, 2 ** 20)
  await expect(api({ method: 'GET', path: '/containers/x/logs?stdout=1' })).rejects.toThrow(
    "the container engine's answer to /containers/x/logs is longer than 1 MiB",
  )
})

test('an engine that is not there is an error', async () => {
  await expect(apiAt({ socketPath: '/nowhere.sock' })({ method: 'GET', path: '/' })).rejects.toThrow('ENOENT')
})

describe('the address of an engine', () => {
  test.each([
    ['tcp://10.0.0.7:2375', { host: '10.0.0.7', port: '2375' }],
    ['tcp://engine.example', { host: 'engine.example', port: 2375 }],
    ['http://engine.example:8375', { host: 'engine.example', port: '8375' }],
  ])('%s is plain', (url, address) => {
    vi.stubEnv('DOCKER_TLS_VERIFY', undefined)
    expect(plainAddress(url)).toEqual(address)
  })

  test.each(['ssh://engine.example', 'npipe:////./pipe/docker', 'unix:///no/such.sock'])('%s is not', (url) => {
    expect(plainAddress(url)).toBeUndefined()
  })

  test('is not plain where TLS is asked for', () => {
    vi.stubEnv('DOCKER_TLS_VERIFY', '1')
    expect(plainAddress('tcp://10.0.0.7:2376')).toBeUndefined()
  })
})
