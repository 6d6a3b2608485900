/** The engine's HTTP interface without a library: a client that can be had in no time, for who only asks a question or two. */
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import type { RequestOptions } from 'node:https'

import { environment } from '../../environment.ts'
import type { Engine } from './engine.ts'

/** A question to the engine; nothing else is known of it than that it has an end. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With its query, without a version: `/volumes?filters=...`. */
  readonly path: string
  readonly body?: object
  /** Ends the request; after 5 s when not given. */
  readonly signal?: AbortSignal
}

/**
 * Sends a request and gives its answer's body. A refusal is an error with a `statusCode`, as dockerode's are; an answer of
 * more than 256 MiB is an error as well.
 */
export type EngineApi = (request: EngineRequest) => Promise<Buffer>

const answerTimeoutMs = 5_000
/** The longest answers are the logs of containers and the files of a job; all of one is in memory. */
const longestAnswerBytes = 256 * 2 ** 20
const standardSocket = '/var/run/docker.sock'

/**
 * The engine that testcontainers would find, without loading testcontainers where the engine's address is plain to see.
 *
 * @throws whatever testcontainers says when there is no engine
 */
export async function connectApi(): Promise<EngineApi> {
  const address = plainAddress(environment.engineHost())
  if (address !== undefined) return apiAt(address)
  const { connectEngine } = await import('./engine.ts')
  return apiOf(await connectEngine())
}

/**
 * The plain client of an engine that testcontainers has found. Other than dockerode it notices that an answer has been cut
 * off in its middle, as every wait for a container's end is when the engine goes.
 */
export const apiOf = (engine: Engine): EngineApi => apiAt(addressOf(engine))

/** A socket that is there, or a host and port without TLS; undefined where finding the engine takes more than that. */
export function plainAddress(engineHost: string | undefined): RequestOptions | undefined {
  const url = engineHost ?? `unix://${standardSocket}`
  const socketPath = /^unix:\/\/(.+)$/.exec(url)?.[1]
  if (socketPath !== undefined) return existsSync(socketPath) ? { socketPath } : undefined
  if (!/^(tcp|http):\/\//.test(url) || environment.wantsEngineTls()) return undefined
  const { hostname, port } = new URL(url.replace(/^tcp:/, 'http:'))
  return { host: hostname, port: port === '' ? 2375 : port }
}

/** The address that testcontainers has given to dockerode, with the keys to it. */
function addressOf(engine: Engine): RequestOptions {
  const { socketPath, protocol, host, port, ca, cert, key } = engine.modem as unknown as RequestOptions
  return socketPath ? { socketPath } : { protocol: `${protocol ?? 'http'}:`, host, port, ca, cert, key }
}

/** A client of the engine at an address. */
export function apiAt(address: RequestOptions, mostBytes = longestAnswerBytes): EngineApi {
  return async ({ method, path, body, signal = AbortSignal.timeout(answerTimeoutMs) }) => {
    const send = address.protocol === 'https:' ? (await import('node:https')).request : request
    const text = body && JSON.stringify(body)
    const headers =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    // A connection of its own: one that waits for a container to end must hold up nothing else.
    const sent = send({ ...address, method, path, headers, signal, agent: false }, (answer) => {
      const refused = (answer.statusCode ?? 500) >= 400
      bodyOf(answer, mostBytes).then(
        (whole) => (refused ? reject(refusal(answer.statusCode ?? 500, whole)) : resolve(whole)),
        (error: unknown) => reject(error instanceof TooLong ? tooLong(path, mostBytes) : error),
      )
    })
    sent.on('error', reject)
    sent.end(text)
    return promise
  }
}

class TooLong extends Error {}

async function bodyOf(answer: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  for await (const piece of answer) {
    sizeBytes += piece.length
    // Leaving the loop closes the connection.
    if (sizeBytes > mostBytes) throw new TooLong()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

const tooLong = (path: string, mostBytes: number): Error =>
  new Error(`the container engine's answer to ${path.replace(/\?.*/, '')} is longer than ${mostBytes / 2 ** 20} MiB`)

const refusal = (statusCode: number, body: Buffer): Error =>
  Object.assign(new Error(`the container engine answered ${statusCode}: ${body.toString().trim().slice(0, 500)}`), {
    statusCode,
  })
