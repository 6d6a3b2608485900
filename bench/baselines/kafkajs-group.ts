/** A topic read as most programs in Node read it: by kafkajs, in a consumer group of its own. */
import { randomUUID } from 'node:crypto'

import { Kafka, logLevel } from 'kafkajs'

import { decodeValue } from '../../harness/record/value.ts'
import { untilAborted } from '../../harness/wait-until.ts'

/**
 * Reads a topic's `rows` records from its beginning and decodes them.
 *
 * @returns the seconds from constructing the consumer to having the last record
 */
export async function readByGroup(
  { brokers, topic, rows }: { readonly brokers: string; readonly topic: string; readonly rows: number },
  signal: AbortSignal,
): Promise<number> {
  const beganMs = performance.now()
  const consumer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).consumer({
    groupId: randomUUID(),
  })
  const all = Promise.withResolvers<void>()
  let seen = 0
  try {
    await untilAborted(consumer.connect(), signal)
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      eachBatch: async ({ batch }) => {
        for (const { value } of batch.messages) if ('decoded' in decodeValue(value)) seen += 1
        if (seen >= rows) all.resolve()
      },
    })
    await untilAborted(all.promise, signal)
    return (performance.now() - beganMs) / 1000
  } finally {
    await consumer.disconnect()
  }
}
