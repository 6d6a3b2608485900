/** A server that takes requests by their frames, and answers when a spec says so. */
import { createServer, type Socket } from 'node:net'

import type { Codec } from '../../../../harness/kafka/wire/codecs.ts'
import { Frames } from '../../../../harness/kafka/wire/frames.ts'

export interface Request {
  readonly apiKey: number
  readonly apiVersion: number
  readonly id: number
  /** Sends an answer under the request's number. */
  answer(text: string): void
}

export interface FakeBroker extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** What was asked so far, over all connections. */
  readonly requests: readonly Request[]
  /** The connections that are open. */
  connections(): number
  /** Closes all connections. */
  hangUp(): void
  /** Sends bytes to everyone. */
  shout(bytes: Buffer): void
}

/** Listens on a port of its own. */
export async function startFakeBroker(): Promise<FakeBroker> {
  const requests: Request[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const frames = new Frames()
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      for (const frame of frames.take(bytes)) {
        const id = frame.readInt32BE(4)
        const answer = (text: string): void => void socket.write(frameOf(id, text))
        requests.push({ apiKey: frame.readInt16BE(0), apiVersion: frame.readInt16BE(2), id, answer })
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const hangUp = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    host: '127.0.0.1',
    port: address.port,
    requests,
    connections: () => sockets.size,
    hangUp,
    shout: (bytes) => sockets.forEach((socket) => socket.write(bytes)),
    async [Symbol.asyncDispose]() {
      hangUp()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An answer as it is sent: its length, the number of the request, no tags, and the text. */
export function frameOf(id: number, text: string): Buffer {
  const body = Buffer.from(text)
  const frame = Buffer.alloc(9 + body.length)
  frame.writeInt32BE(5 + body.length, 0)
  frame.writeInt32BE(id, 4)
  body.copy(frame, 9)
  return frame
}

/** A codec whose answers are texts; `broken` is one that cannot be read. */
export const textCodec = ((connection, text, done) =>
  connection.send(
    7,
    3,
    () => ({ buffers: [Buffer.from(text)], length: Buffer.byteLength(text) }) as never,
    (_id, _key, _version, reader) => {
      const answer = reader.buffer.toString()
      if (answer === 'broken') throw new Error('not an answer')
      return answer
    },
    true,
    true,
    done as never,
  )) as Codec<[text: string], string>
