/** One connection to one broker: requests go out in their order, and each answer finds the request that it belongs to. */
import { connect, type Socket } from 'node:net'

import type { Connection, Writer } from '@platformatic/kafka'

import { messageOf } from '../../errors.ts'
import { type Codec, codecs } from './codecs.ts'
import { Frames } from './frames.ts'

const clientId = Buffer.from('streamassay')
const connectTimeoutMs = 5000
/** A broker that says nothing for so long, while it is asked something, has gone. */
const silenceMs = 30_000
const largestId = 0x7fff_ffff

/** The connection broke, or never came about: what was asked may or may not have arrived. */
export class ConnectionLost extends Error {}

type Send = Connection['send']
type Done = (error: Error | null, answer?: unknown) => void

interface Waiting {
  readonly read: (frame: Buffer) => unknown
  readonly done: Done
}

/** Connects at once; requests may be asked before it is connected. Disposing of it cuts it off: nothing is sent afterwards. */
export class BrokerConnection implements Disposable {
  /** `host:port` */
  readonly address: string
  /** Fulfilled when it is connected; rejected with a ConnectionLost when it cannot be. */
  readonly connected: Promise<void>
  readonly #socket: Socket
  readonly #frames = new Frames()
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #lost: ConnectionLost | null = null
  #quiet = Promise.withResolvers<void>()

  constructor(host: string, port: number) {
    this.address = `${host}:${port}`
    this.#socket = connect({ host, port, noDelay: true, keepAlive: true, timeout: connectTimeoutMs })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    promise.catch(() => undefined)
    this.connected = promise
    this.#socket
      .once('connect', () => {
        this.#socket.setTimeout(silenceMs)
        resolve()
      })
      .on('timeout', () => this.#noteSilence())
      .on('data', (bytes) => this.#take(bytes))
      .once('error', (cause) => this.#lose(`the connection to ${this.address} broke: ${cause.message}`, cause))
      .once('close', () => {
        this.#lose(`the broker at ${this.address} closed the connection`)
        reject(this.#lost)
      })
  }

  get isLost(): boolean {
    return this.#lost !== null || this.#socket.destroyed
  }

  /** Whether nothing that was asked is on its way. */
  get isQuiet(): boolean {
    return this.#waiting.size === 0
  }

  /** Fulfilled when it is quiet. */
  whenQuiet(): Promise<void> {
    return this.isQuiet ? Promise.resolve() : this.#quiet.promise
  }

  /**
   * Asks one thing.
   *
   * @throws ConnectionLost; what the codec throws for an answer that is an error
   */
  ask<Asked extends unknown[], Answer>(codec: Codec<Asked, Answer>, ...asked: Asked): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const done = (error: Error | null, answer?: Answer): void => {
      if (error !== null) reject(error)
      else resolve(answer as Answer)
    }
    // All that a codec needs of the library's own connection is its `send`.
    codec(this as unknown as Connection, ...([...asked, done] as [...Asked, typeof done]))
    return promise
  }

  /** What codecs call: sends a request, and hands its answer or its failure to `done`. */
  send(...[apiKey, apiVersion, createPayload, parse, hasTags, hasAnswerTags, done]: Parameters<Send>): void {
    if (this.#lost !== null) return done(this.#lost)
    this.#lastId = (this.#lastId + 1) & largestId
    const id = this.#lastId
    // A codec promises its payload only to compress it, which nothing here does.
    const { buffers, length } = createPayload() as Writer
    const header = headerOf(apiKey, apiVersion, id, hasTags, length)
    const skipped = hasAnswerTags ? 5 : 4
    const { Reader } = codecs()
    this.#waiting.set(id, {
      read: (frame) => parse(id, apiKey, apiVersion, Reader.from(frame.subarray(skipped))),
      done,
    })
    this.#socket.write(Buffer.concat([header, ...buffers], header.length + length))
  }

  #take(bytes: Buffer): void {
    for (const frame of this.#framesIn(bytes)) {
      const waiting = this.#waiting.get(frame.readInt32BE())
      if (waiting === undefined) {
        this.#lose(`the broker at ${this.address} sent an unexpected answer`)
        return
      }
      this.#waiting.delete(frame.readInt32BE())
      let answer: unknown
      try {
        answer = waiting.read(frame)
      } catch (error) {
        waiting.done(error as Error)
        continue
      }
      waiting.done(null, answer)
    }
    if (this.#waiting.size === 0) this.#noteQuiet()
  }

  #framesIn(bytes: Buffer): readonly Buffer[] {
    // What has been lost may still speak.
    if (this.#lost !== null) return []
    try {
      return this.#frames.take(bytes)
    } catch (error) {
      this.#lose(`the server at ${this.address} is not a Kafka broker: ${messageOf(error)}`)
      return []
    }
  }

  #noteQuiet(): void {
    this.#quiet.resolve()
    this.#quiet = Promise.withResolvers()
  }

  #noteSilence(): void {
    if (this.#socket.connecting) this.#lose(`no connection to ${this.address} within ${connectTimeoutMs / 1000} s`)
    else if (this.#waiting.size > 0) this.#lose(`no answer from ${this.address} within ${silenceMs / 1000} s`)
  }

  #lose(why: string, cause?: Error): void {
    if (this.#lost !== null) return
    this.#lost = new ConnectionLost(why, { cause })
    this.#socket.destroy()
    for (const { done } of this.#waiting.values()) done(this.#lost)
    this.#waiting.clear()
    this.#noteQuiet()
  }

  [Symbol.dispose](): void {
    this.#lose('this connection was closed')
  }
}

/** A request's beginning: its length, what it is, its number, who asks, and an empty list of tags. */
function headerOf(apiKey: number, apiVersion: number, id: number, hasTags: boolean, payloadBytes: number): Buffer {
  const header = Buffer.alloc(14 + clientId.length + (hasTags ? 1 : 0))
  header.writeInt32BE(header.length - 4 + payloadBytes, 0)
  header.writeInt16BE(apiKey, 4)
  header.writeInt16BE(apiVersion, 6)
  header.writeInt32BE(id, 8)
  header.writeInt16BE(clientId.length, 12)
  clientId.copy(header, 14)
  return header
}
