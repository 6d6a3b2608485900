/** Our own drain, measured by itself on a broker. */
import { type KafkaSession, openKafkaSession } from '../../harness/kafka/session.ts'
import { decodeValue } from '../../harness/record/value.ts'
import { timed } from '../ground.ts'

const timeoutMs = 120_000

/** Creates a topic of one partition. */
export const createTopic = (kafka: KafkaSession, name: string, signal: AbortSignal): Promise<void> =>
  kafka.createTopics([{ name, partitions: 1 }], { timeoutMs, signal })

/** Drains a topic of so many records in a session that is open. @returns seconds */
export async function drainIn(kafka: KafkaSession, topic: string, rows: number, signal: AbortSignal): Promise<number> {
  let seen = 0
  const beganMs = performance.now()
  await using reading = kafka.read({
    topic,
    decode: decodeValue,
    take: (some) => {
      seen += some.length
    },
    signal,
  })
  await reading.toEnd({ timeoutMs, signal })
  if (seen !== rows) throw new Error(`${topic} held ${seen} records and not ${rows}`)
  return (performance.now() - beganMs) / 1000
}

/** The same in a session that is opened for it. @returns seconds */
export async function drainAnew(brokers: string, topic: string, rows: number, signal: AbortSignal): Promise<number> {
  const { seconds, value } = await timed(async () => {
    const kafka = openKafkaSession(brokers)
    await drainIn(kafka, topic, rows, signal)
    return kafka
  })
  await value[Symbol.asyncDispose]()
  return seconds
}
