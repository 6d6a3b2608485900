/** kafkajs as it comes, for what the harness never does itself: other producers' records, and a reader to judge it by. */
import { Connection, describeTransactionsV0, offsetCommitV9 } from '@platformatic/kafka'
import { Kafka, logLevel, type Message } from 'kafkajs'

// Without it Node prints a warning about kafkajs among the lines of a spec.
import '../../harness/kafka/kafkajs-timers.ts'
import type { KafkaSession } from '../../harness/kafka/session.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { patience } from '../patience.ts'

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
  const connection = await connectionTo(brokers)
  const partitions = [{ partitionIndex: 0, committedOffset: 0n, committedLeaderEpoch: -1, committedMetadata: null }]
  await offsetCommitV9.api.async(connection, groupId, -1, '', null, [{ name: topic, partitions }])
  await connection.close()
}

/** Fulfilled when the markers of a decided transaction stand in their partitions: its end is acknowledged before they are written. */
async function untilMarked(connection: Connection, id: string): Promise<void> {
  await waitUntil(
    async () => {
      const { transactionStates } = await describeTransactionsV0.api.async(connection, [id])
      const seen = String(transactionStates[0]?.transactionState)
      return seen.startsWith('Complete') ? { found: true } : { seen }
    },
    {
      what: `the markers of ${id} to be written`,
      timeoutMs: patience.timeout,
      intervalMs: 1,
      remedy: 'See the broker.',
    },
  )
}

async function connectionTo(brokers: string): Promise<Connection> {
  const [host = '', port] = brokers.split(':')
  const connection = new Connection('specs')
  await connection.connect(host, Number(port))
  return connection
}

/** Sends records of no transaction. */
export async function produce(brokers: string, topic: string, messages: Message[]): Promise<void> {
  const producer = kafkaAt(brokers).producer({ createPartitioner: () => partitionOf })
  await producer.connect()
  await producer.send({ topic, messages })
  await producer.disconnect()
}

/**
 * A transactional producer: each call is a transaction, left open by `begin`. After `commit` and `abort` the marker is there, so
 * that what is sent next stands behind it, whoever sends it; the transaction of `begin` waits for the acknowledgement alone, and
 * `decided` for its marker.
 */
export async function openTransactions(brokers: string, topic: string, id: string) {
  const producer = kafkaAt(brokers).producer({
    transactionalId: id,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: () => partitionOf,
  })
  await producer.connect()
  const connection = await connectionTo(brokers)
  const decided = (): Promise<void> => untilMarked(connection, id)
  const begin = async (messages: Message[]) => {
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages })
    return transaction
  }
  return {
    commit: async (messages: Message[]) => (await begin(messages)).commit().then(decided),
    abort: async (messages: Message[]) => (await begin(messages)).abort().then(decided),
    begin,
    decided,
    [Symbol.asyncDispose]: async () => {
      await connection.close()
      await producer.disconnect()
    },
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
