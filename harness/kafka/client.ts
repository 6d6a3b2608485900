/** kafkajs behind one door: silent, without retries, and with connections that can be cut when a limit has passed. */
import { connect, type Socket } from 'node:net'

import { Kafka, type LogEntry, logLevel } from 'kafkajs'

import './kafkajs-timers.ts'

const keptLines = 20
const connectTimeoutMs = 5000
const requestTimeoutMs = 30_000

/** A client for a few requests; what it leaves open is cut when it is disposed of. */
export interface KafkaClient extends Disposable {
  readonly kafka: Kafka
  /** The last errors that kafkajs would have printed, for an error's details. */
  lastLines(): readonly string[]
}

/**
 * A client for `brokers` (`host:port`, more of them separated by commas); nothing is connected yet.
 *
 * kafkajs itself retries nothing unless it is told to: waiting is waitUntil's. Its `disconnect` waits for the answers to
 * all requests, so a broker that hangs would hold it; cutting the connections does not wait, and lets nothing be sent
 * afterwards.
 */
export function openClient(brokers: string): KafkaClient {
  const sockets = new Set<Socket>()
  const lines: string[] = []
  let closed = false

  const openSocket = ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }): Socket => {
    if (closed) throw new Error('this client was closed')
    const socket = connect({ host, port, noDelay: true, keepAlive: true }, onConnect)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
  const note = (entry: LogEntry): void => {
    lines.push(lineOf(entry))
    if (lines.length > keptLines) lines.shift()
  }
  const kafka = new Kafka({
    clientId: 'streamassay',
    brokers: brokers.split(','),
    connectionTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    retry: { retries: 0 },
    socketFactory: openSocket,
    logLevel: logLevel.ERROR,
    logCreator: () => note,
  })
  return {
    kafka,
    lastLines: () => [...lines],
    [Symbol.dispose]() {
      closed = true
      // With an error, because kafkajs takes no notice of a connection that closes without one.
      for (const socket of sockets) socket.destroy(new Error('this client was closed'))
    },
  }
}

function lineOf({ namespace, log }: LogEntry): string {
  const why: unknown = log['error']
  return `kafkajs ${namespace}: ${log.message}${typeof why === 'string' ? ` (${why})` : ''}`
}
