/** Kafka's part of a run without a broker: every record is taken, and the output is what a spec says. */
import type { KafkaSession } from '../../../harness/kafka/session.ts'

/** What a run did, in order, and what it is to find. */
export const kafka = {
  did: [] as string[],
  /** The values in the output topic. */
  output: [] as string[],
  /** Whether the output is there as soon as all is sent, or only when it is read to its end. */
  isPrompt: false,
  /** Records that were sent, and those that somebody else has put beside them. */
  sent: 0,
  foreign: 0,
  /** The topics that were created last. */
  topics: [] as string[],
  /** Thrown by the stage that it is named after. */
  failure: {} as { topics?: unknown; drain?: unknown; deletion?: unknown },
}

/** What the JobManager logs of a job that reads the input topic, which has one partition. */
export const splitLine = (start = -2, stop = '-9223372036854775808'): string =>
  `Partition split changes: [Partition: ${kafka.topics[0]}-0, StartingOffset: ${start}, StoppingOffset: ${stop}]\n`

/** Connections to nothing. */
export function fakeSession(): KafkaSession {
  const replayed = Promise.withResolvers<void>()
  return {
    brokers: '127.0.0.1:1',
    deleteTopics: async (name) => {
      kafka.did.push('topics deleted')
      if (kafka.failure.deletion !== undefined) throw kafka.failure.deletion
      return [name]
    },
    createTopics: async (wanted) => {
      kafka.topics = wanted.map(({ name }) => name)
      kafka.did.push(`topics of ${wanted.map(({ partitions }) => partitions).join(' and ')}`)
      if (kafka.failure.topics !== undefined) throw kafka.failure.topics
    },
    replay: async ({ topic, records, onProgress }) => {
      let sent = 0
      for await (const piece of records) sent += piece.length
      kafka.did.push(`replay of ${sent}`)
      kafka.sent = sent
      const ledger = { topic, sent, acknowledged: sent, entries: [] }
      onProgress?.(ledger)
      replayed.resolve()
      return ledger
    },
    recordsIn: () => Promise.resolve(BigInt(kafka.sent + kafka.foreign)),
    partitionsOf: () => Promise.resolve(null),
    transactionalProducers: () => Promise.resolve([]),
    read: ({ decode, take }) => {
      kafka.did.push('reading')
      const rows = kafka.output.map((text, at) => ({
        partition: 0,
        offset: BigInt(at),
        timestampMs: 0,
        value: decode(Buffer.from(text)),
      }))
      const taken = kafka.isPrompt ? replayed.promise.then(() => take(rows)) : null
      return {
        failed: new AbortController().signal,
        rowsInTransactions: 0,
        isUndecided: () => Promise.resolve(false),
        appended: () => Promise.resolve({ ends: [BigInt(rows.length)], undecided: 0n }),
        toEnd: async () => {
          kafka.did.push('read to the end')
          if (kafka.failure.drain !== undefined) throw kafka.failure.drain
          await (taken ?? take(rows))
          return [BigInt(rows.length)]
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
