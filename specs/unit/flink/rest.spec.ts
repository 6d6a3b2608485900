/** Specs of one exchange with Flink's REST interface, against a server of this process. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'

import { ask, exchange } from '../../../harness/flink/rest.ts'
import { inTime, neverMs, onlyThisEndsItMs } from '../../patience.ts'
import { serve } from './fake-flink.ts'

const anything = z.object({})

test('an answer is read as its schema says, and what the schema does not name is left out', async () => {
  await using server = await serve((_, response) => response.end('{"taskmanagers": 1, "features": {}}'))
  const answer = await ask(server.url, { method: 'GET', path: '/overview' }, z.object({ taskmanagers: z.number() }))
  expect(answer).toEqual({ taskmanagers: 1 })
})

test('a body goes out as JSON, with the path and its query under the given address', async () => {
  const seen: string[] = []
  await using server = await serve((request, response) => {
    request.on('data', (part: Buffer) => seen.push(`${request.method} ${request.url} ${part.toString()}`))
    request.on('end', () => response.writeHead(202).end('{}'))
  })
  const answer = await exchange(server.url, { method: 'PATCH', path: '/jobs/1?mode=cancel', body: { a: 1 } })
  expect(answer).toEqual({ status: 202, text: '{}' })
  expect(seen).toEqual(['PATCH /jobs/1?mode=cancel {"a":1}'])
})

test('a refusal names method, path, status and the first line that says something', async () => {
  const errors = ['Internal server error.', '<Exception on server side:\njava.lang.Error: no jar\n\tat a.b(C.java:1)\n']
  await using server = await serve((_, response) => response.writeHead(500).end(JSON.stringify({ errors })))
  await expect(ask(server.url, { method: 'DELETE', path: '/jars/x' }, anything)).rejects.toMatchObject({
    code: 'FLINK_REST_FAILED',
    message: `DELETE /jars/x at ${server.url} answered 500: java.lang.Error: no jar`,
    details: expect.arrayContaining(['\tat a.b(C.java:1)']),
  })
})

test('an answer in another shape than Flink 2 has is told with what is wrong about it', async () => {
  await using server = await serve((_, response) => response.end('{"taskmanagers": "one"}'))
  const schema = z.object({ taskmanagers: z.number() })
  await expect(ask(server.url, { method: 'GET', path: '/overview' }, schema)).rejects.toMatchObject({
    code: 'FLINK_REST_FAILED',
    message: expect.stringContaining('{"taskmanagers": "one"}'),
    details: expect.arrayContaining([expect.stringContaining('taskmanagers')]),
  })
})

describe('a question that Flink has cancelled because of a later one', () => {
  const trace = 'java.util.concurrent.CancellationException\n\tat o.a.f.DefaultExecutionGraphCache.get(D.java:98)\n'
  const errors = ['Internal server error.', `<Exception on server side:\n${trace}\nEnd of exception on server side>`]
  const body = JSON.stringify({ errors })

  test('is asked again', async () => {
    let asked = 0
    await using server = await serve((_, response) => {
      asked++
      if (asked === 3) response.end('{"state": "RUNNING"}')
      else response.writeHead(500).end(body)
    })
    const schema = z.object({ state: z.string() })
    expect(await ask(server.url, { method: 'GET', path: '/jobs/1' }, schema)).toEqual({ state: 'RUNNING' })
    expect(asked).toBe(3)
  })

  test('is a refusal where that goes on for longer than a request may take', async () => {
    // The clock goes by answers.
    let asked = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (asked * neverMs) / 2)
    onTestFinished(() => clock.mockRestore())
    await using server = await serve((_, response) => {
      asked++
      response.writeHead(500).end(body)
    })
    const request = { method: 'GET', path: '/jobs/1', timeoutMs: neverMs } as const
    await expect(ask(server.url, request, anything)).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: `GET /jobs/1 at ${server.url} answered 500: java.util.concurrent.CancellationException`,
    })
    expect(asked).toBe(3)
  })

  test('is not any that was cancelled', async () => {
    let asked = 0
    const other = JSON.stringify({ errors: ['java.util.concurrent.CancellationException\n\tat a.b(C.java:1)\n'] })
    await using server = await serve((_, response) => {
      asked++
      response.writeHead(500).end(other)
    })
    await expect(ask(server.url, { method: 'GET', path: '/jobs/1' }, anything)).rejects.toThrow('CancellationException')
    expect(asked).toBe(1)
  })
})

test('a page that is not Flink is told by its first line', async () => {
  await using server = await serve((_, response) => response.writeHead(404).end('<h1>Not here</h1>\n<p>nginx</p>'))
  await expect(ask(server.url, { method: 'GET', path: '/overview' }, anything)).rejects.toThrow(
    'answered 404: <h1>Not here</h1>',
  )
})

/** Asks with a limit that nothing else comes before. */
const untilLimit = ({ url }: { readonly url: string }): Promise<unknown> =>
  inTime('ending at a limit', () => exchange(url, { method: 'GET', path: '/jobs', timeoutMs: onlyThisEndsItMs }))

test('a server that never answers costs no more than the limit', async () => {
  await using server = await serve(() => undefined)
  await expect(untilLimit(server)).rejects.toMatchObject({
    code: 'FLINK_REST_FAILED',
    message: `GET /jobs at ${server.url}: no answer within 0.2 s`,
  })
})

test('an answer whose body never ends costs no more than the limit', async () => {
  await using server = await serve((_, response) => response.write('{'))
  await expect(untilLimit(server)).rejects.toThrow('within 0.2 s')
})

test('a port that nobody listens on is told as such, not as "fetch failed"', async () => {
  const server = await serve(() => undefined)
  await server[Symbol.asyncDispose]()
  await expect(exchange(server.url, { method: 'GET', path: '/jobs' })).rejects.toMatchObject({
    code: 'FLINK_REST_FAILED',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test('the reason of the caller that ends a request is thrown as it is', async () => {
  await using server = await serve(() => undefined)
  const reason = new Error('the TaskManager died')
  const signal = AbortSignal.abort(reason)
  await expect(exchange(server.url, { method: 'GET', path: '/jobs', signal })).rejects.toBe(reason)
})

describe('an answer that is not one of Flink 2', () => {
  const overview = z.object({ taskmanagers: z.number() })
  const page = '<!doctype html>\n<title>Sign in</title>'

  test.each([
    ['a page of somebody else', page, '<!doctype html>'],
    ['JSON that breaks off', '{"taskmanagers": 1', '{"taskmanagers": 1'],
    ['nothing', '', 'nothing'],
    ['null', 'null', 'null'],
    ['bytes that are no text', '\u0000\ufffd', '\u0000\ufffd'],
  ])('(%s) is told with its first line', async (_, body, line) => {
    await using server = await serve((__, response) => response.end(body))
    await expect(ask(server.url, { method: 'GET', path: '/overview' }, overview)).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: `GET /overview at ${server.url} answered 200, but not as Flink 2 does: ${line}`,
      remedy: expect.stringContaining('REST interface'),
    })
  })

  test('because it is no HTTP at all is told as that', async () => {
    await using server = await listen((socket) => socket.end('\u0000\u0000\u0000\u0004nope'))
    await expect(ask(server.url, { method: 'GET', path: '/overview' }, overview)).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: expect.stringMatching(/^GET \/overview at http:.*: .*HTTP/),
    })
  })

  test('because it breaks off in the middle is told as that', async () => {
    await using server = await listen((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"taskmanagers"'))
    })
    await expect(ask(server.url, { method: 'GET', path: '/overview' }, overview)).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: expect.stringContaining('other side closed'),
    })
  })

  test('and has no end is not kept in memory', async () => {
    const megabyte = Buffer.alloc(2 ** 20, 'x')
    await using server = await serve((_, response) => {
      const pour = (): void => void (response.write(megabyte) ? setImmediate(pour) : response.once('drain', pour))
      pour()
    })
    await expect(exchange(server.url, { method: 'GET', path: '/jobs' })).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: `GET /jobs at ${server.url}: an answer of more than 67108864 bytes`,
    })
  })
})

test('an answer that trickles costs no more than the limit, however often a piece of it comes', async () => {
  await using server = await serve((_, response) => {
    const timer = setInterval(() => response.write(' '), 10)
    response.once('close', () => clearInterval(timer))
  })
  await expect(untilLimit(server)).rejects.toMatchObject({
    code: 'FLINK_REST_FAILED',
    message: `GET /jobs at ${server.url}: no answer within 0.2 s`,
  })
})

/** A server that speaks as a spec says. */
async function listen(speak: (socket: Socket) => void): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((socket) => speak(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() }
}
