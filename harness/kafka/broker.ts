/** Whether a broker is ready: it lists and creates topics, and its group and transaction coordinators answer. */
import type { Admin } from 'kafkajs'

import { waitUntil } from '../wait-until.ts'
import type { KafkaClient } from './client.ts'
import { reasonOf } from './wire/error-reason.ts'

export interface BrokerLimits {
  readonly timeoutMs: number
  /** Ends the wait from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

interface Question {
  readonly what: string
  readonly ask: () => Promise<unknown>
}

/**
 * Waits until the broker gives a real answer to everything that a run will ask of it.
 *
 * A broker that has started still loads its coordinators: a job that meets it then fails, or waits for seconds.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`, with the question that was still open and what the broker said last
 */
export async function waitForBroker(brokers: string, limits: BrokerLimits): Promise<void> {
  // kafkajs is loaded when a broker is waited for, and not for a run on one that is ready.
  const { openClient } = await import('./client.ts')
  using client = openClient(brokers)
  const questions = questionsTo(client)
  let answered = 0
  await waitUntil(
    async () => {
      for (const { what, ask } of questions.slice(answered)) {
        try {
          await ask()
        } catch (error) {
          // Whatever a starting broker says may pass; what does not pass is reported when the time is over.
          return { seen: `${what}: ${reasonOf(error)}` }
        }
        answered += 1
      }
      return { found: true }
    },
    {
      what: `the Kafka broker at ${brokers} to answer`,
      remedy: "Read the broker's log, and check with `docker ps` whether it runs.",
      ...limits,
    },
  )
}

function questionsTo({ kafka }: KafkaClient): readonly Question[] {
  const admin = kafka.admin()
  const producer = kafka.producer({ transactionalId: 'streamassay-ready', retry: { retries: 1 } })
  return [
    { what: 'connecting', ask: () => admin.connect() },
    { what: 'listing topics', ask: () => admin.listTopics() },
    { what: 'creating a topic', ask: () => pretendToCreateTopic(admin) },
    { what: 'asking the group coordinator', ask: () => admin.fetchOffsets({ groupId: 'streamassay-ready' }) },
    { what: 'connecting a producer', ask: () => producer.connect() },
    { what: 'asking the transaction coordinator', ask: async () => (await producer.transaction()).abort() },
  ]
}

/** The controller does all but the creating. */
const pretendToCreateTopic = (admin: Admin): Promise<boolean> =>
  admin.createTopics({
    topics: [{ topic: 'streamassay-ready', numPartitions: 1, replicationFactor: 1 }],
    validateOnly: true,
    waitForLeaders: false,
  })
