/** A server of this process that answers as a JobManager would, and remembers what it was asked. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What is to be answered: a status and a body, or nothing at all. */
export type FakeAnswer = { readonly status?: number; readonly body: unknown } | 'never'

export interface FakeServer extends AsyncDisposable {
  readonly url: string
}

/** Listens on a port of its own until it is disposed of. */
export async function serve(listener: RequestListener): Promise<FakeServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}

/** An operator as `GET /jobs/:id` tells of it. */
export const vertex = (name: string, more: object = {}) => ({
  name,
  parallelism: 1,
  status: 'RUNNING',
  metrics: {
    'read-records': 0,
    'write-records': 0,
    'accumulated-busy-time': 0,
    'accumulated-idle-time': 0,
    'accumulated-backpressured-time': 0,
  },
  ...more,
})

export interface FakeFlink extends FakeServer {
  /** `GET /overview`, in order. */
  readonly asked: string[]
  /** The bodies of the requests, in order. */
  readonly bodies: string[]
}

type Answering = FakeAnswer | ((asked: readonly string[]) => FakeAnswer)

/**
 * Answers by the start of `<method> <path>`; a list is answered one after the other, its last entry again and again. A
 * function answers by what has been asked so far. A job has no checkpoints where no route that ends so tells of them.
 */
export async function fakeFlink(
  routes: Readonly<Record<string, Answering | readonly Answering[]>>,
): Promise<FakeFlink> {
  const asked: string[] = []
  const bodies: string[] = []
  const left = new Map(Object.entries(routes).map(([route, answers]) => [route, [answers].flat()]))
  const server = await serve(async (request, response) => {
    const line = `${request.method} ${request.url}`
    asked.push(line)
    bodies.push(await text(request))
    const isFor = (route: string): boolean =>
      line.endsWith('/checkpoints') ? route.endsWith('/checkpoints') : line.startsWith(route)
    const [, answers = []] = [...left].find(([route]) => isFor(route)) ?? []
    const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 404, body: { errors: ['no route'] } }
    const answer = typeof next === 'function' ? next(asked) : next
    if (answer !== 'never') response.writeHead(answer.status ?? 200).end(JSON.stringify(answer.body))
  })
  return { asked, bodies, url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
