/** kafkajs as it comes, for what the harness never does itself: other producers' records, and a reader to judge it by. */
import { Connection, offsetCommitV9 } from '@platformatic/kafka'
import { Kafka, logLevel, type Message } from 'kafkajs'

// Without it Node prints a warning about kafkajs among the lines of a spec.
import '../../harness/kafka/kafkajs-timers.ts'
import type { KafkaSession } from '../../harness/kafka/session.ts'

const kafkaAt = (brokers: string): Kafka => new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING })

/** Creates a topic as a run would. */
export const createTopic = (session: KafkaSession, name: string, partitions = 1): Promise<void> =>
  session.createTopics([{ name, partitions }], { timeoutMs: 10_000 })

/** Runs `work` with an admin client. */
export async function administer<Answer>(
  brokers: string,
  work: (admin: ReturnType<Kafka['admin']>) => Promise<Answer>,
): Promise<Answer> {
  const admin = kafkaAt(brokers).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** Commits the beginning of a topic for a consumer group without members, as a Flink job does. */
export async function commitOffset(brokers: string, groupId: string, topic: string): Promise<void> {
  const [host = '', port] = brokers.split(':')
  const connection = new Connection('specs')
  await connection.connect(host, Number(port))
  const partitions = [{ partitionIndex: 0, committedOffset: 0n, committedLeaderEpoch: -1, committedMetadata: null }]
  await offsetCommitV9.api.async(connection, groupId, -1, '', null, [{ name: topic, partitions }])
  await connection.close()
}

/** Sends records of no transaction. */
export async function produce(brokers: string, topic: string, messages: Message[]): Promise<void> {
  const producer = kafkaAt(brokers).producer({ createPartitioner: () => partitionOf })
  await producer.connect()
  await producer.send({ topic, messages })
  await producer.disconnect()
}

/** A transactional producer: each call is a transaction, decided or left open as it says. */
export async function openTransactions(brokers: string, topic: string, id: string) {
  const producer = kafkaAt(brokers).producer({
    transactionalId: id,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: () => partitionOf,
  })
  await producer.connect()
  const begin = async (messages: Message[]) => {
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages })
    return transaction
  }
  return {
    commit: async (messages: Message[]) => (await begin(messages)).commit(),
    abort: async (messages: Message[]) => (await begin(messages)).abort(),
    begin,
    [Symbol.asyncDispose]: () => producer.disconnect(),
  }
}

/** A record as an ordinary consumer sees it. */
export interface Consumed {
  readonly partition: number
  readonly offset: string
  readonly timestamp: string
  readonly key: string | null
  readonly value: string
  readonly headers: Readonly<Record<string, string>>
}

/** Reads `count` records with an ordinary consumer group, in the order of each partition. */
export async function consume(brokers: string, topic: string, count: number): Promise<Consumed[]> {
  const consumer = kafkaAt(brokers).consumer({ groupId: `reads-${topic}` })
  const records: Consumed[] = []
  const all = Promise.withResolvers<void>()
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message: { key, value, headers, offset, timestamp } }) => {
      const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)])
      records.push({
        partition,
        offset,
        timestamp,
        key: key && key.toString(),
        value: String(value),
        headers: Object.fromEntries(texts),
      })
      if (records.length === count) all.resolve()
    },
  })
  await all.promise
  await consumer.disconnect()
  return records.toSorted(
    (left, right) => left.partition - right.partition || Number(left.offset) - Number(right.offset),
  )
}

const partitionOf = ({ message }: { message: Message }): number => message.partition ?? 0
