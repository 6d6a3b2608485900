/** One idempotent producer: sends a batch to a partition, and tells the offset at which the broker put it. */
import type { Message, Producer } from 'kafkajs'

import type { Batch } from './batcher.ts'
import { asBuffer } from '../bytes.ts'
import type { KafkaClient } from '../client.ts'
import type { OutgoingRecord } from './replay.ts'

/** About six seconds in all. What is sent again goes under the same number, so that it cannot arrive twice. */
const resends = { retries: 8, initialRetryTime: 100, maxRetryTime: 1000 }

/** A connected producer. */
export async function openProducer(client: KafkaClient): Promise<Producer> {
  const producer = client.kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    createPartitioner: () => partitionOf,
    retry: resends,
  })
  await producer.connect()
  return producer
}

/**
 * Sends a batch, acknowledged by all replicas.
 *
 * @returns the offset of its first record
 * @throws what kafkajs throws, and an error when the broker did not answer for that partition: kafkajs leaves out a
 * partition that a topic does not have, and says nothing
 */
export async function sendBatch(producer: Producer, topic: string, batch: Batch): Promise<bigint> {
  const messages = batch.records.map(messageOf)
  const answers = await producer.send({ topic, messages, acks: -1 })
  const answer = answers.find(({ partition }) => partition === batch.partition)
  if (answer?.baseOffset === undefined) throw new Error(`the topic has no partition ${batch.partition}`)
  return BigInt(answer.baseOffset)
}

const messageOf = ({ partition, key, value, headers, timestampMs }: OutgoingRecord): Message => ({
  partition,
  key: key === null ? null : asBuffer(key),
  value: asBuffer(value),
  headers,
  ...(timestampMs === null ? {} : { timestamp: String(timestampMs) }),
})

function partitionOf({ message }: { message: Message }): number {
  if (message.partition === undefined) throw new TypeError('a record without a partition')
  return message.partition
}
