/** What a leader is asked to put one batch into one partition, in the terms of @platformatic/kafka's codec. */
import type { MessageRecord } from '@platformatic/kafka'

import { asBuffer } from '../bytes.ts'
import { codecs, type ProduceAsked } from '../wire/codecs.ts'
import type { SentBatch } from './batcher.ts'
import type { OutgoingRecord } from './replay.ts'

/** How long the broker may take to get a batch to all replicas. */
export const replicationMs = 30_000

const allReplicas = -1

/** Whose batch it is, and the number of its first record in its partition. */
export interface BatchIdentity {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly firstSequence: number
}

/** Acknowledged by all replicas; the answer has one topic with one partition. A record without a timestamp has that of its sending. */
export function produceRequest(
  topic: string,
  { partition, records, sentMs }: SentBatch,
  { firstSequence, ...producer }: BatchIdentity,
): ProduceAsked {
  const messages = records.map((record) => messageOf(topic, record, BigInt(sentMs)))
  // The codec knows the option `firstSequence` too, and does not look at it.
  const sequences = new (codecs().NumericMap)([[`${topic}:${partition}`, firstSequence]])
  return [allReplicas, replicationMs, messages, { ...producer, sequences }]
}

function messageOf(topic: string, record: OutgoingRecord, sent: bigint): MessageRecord {
  const { partition, key, value, headers, timestampMs } = record
  const timestamp = timestampMs === null ? sent : BigInt(timestampMs)
  // The codec writes null as a value that is not there; its type does not know that.
  const message: MessageRecord = { topic, partition, value: (value && asBuffer(value)) as Buffer, timestamp }
  if (key !== null) message.key = asBuffer(key)
  if (headers !== null) message.headers = headersOf(headers)
  return message
}

const headersOf = (headers: Readonly<Record<string, string>>): Map<Buffer, Buffer> =>
  new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]))
