/** Sends one record at a time, the same way for whatever is measured; nothing of ours. */
import { Kafka, logLevel } from 'kafkajs'

export interface Sender extends AsyncDisposable {
  /** Resolves when the record is acknowledged. */
  send(topic: string, value: string): Promise<void>
}

/** A connected sender. */
export async function openSender(brokers: string): Promise<Sender> {
  const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).producer({
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  return {
    send: async (topic, value) => void (await producer.send({ topic, messages: [{ value }], acks: -1 })),
    [Symbol.asyncDispose]: () => producer.disconnect(),
  }
}
