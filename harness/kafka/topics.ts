/** The topics of a run: created with settings that lose no record, and proven ready before anything is sent. */
import type { Admin } from 'kafkajs'

import { StreamassayError } from '../errors.ts'
import { type Sighting, untilAborted, waitUntil } from '../wait-until.ts'
import { type KafkaClient, openClient } from './client.ts'
import { reasonOf } from './kafkajs-errors.ts'

export interface RunTopic {
  readonly name: string
  readonly partitions: number
}

export interface TopicLimits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** The largest timestamp or span that Kafka knows, in milliseconds: no limit. */
const unlimitedMs = '9223372036854775807'

/**
 * Retention works on record timestamps, so rows of past years would be deleted minutes after they were sent; and records
 * more than an hour ahead of the broker's clock would be refused.
 */
const settings = [
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'message.timestamp.after.max.ms', value: unlimitedMs },
]

/**
 * Creates the topics and waits until each partition of each has a leader and is empty.
 *
 * @throws StreamassayError `KAFKA_TOPIC_FAILED` when one exists already or the broker refuses one, `WAIT_TIMED_OUT`
 */
export async function createRunTopics(
  brokers: string,
  topics: readonly RunTopic[],
  limits: TopicLimits,
): Promise<void> {
  const names = topics.map(({ name }) => name)
  await withAdmin(brokers, `create ${names.join(', ')}`, limits, async (admin) => {
    const there = await admin.listTopics()
    const existing = names.filter((name) => there.includes(name))
    if (existing.length > 0 || !(await create(admin, topics))) throw topicExists(existing.length > 0 ? existing : names)
    await waitUntil(() => lookAt(admin, topics), {
      what: `the topics ${names.join(', ')} to be ready`,
      remedy: "See the broker's log for why its partitions have no leader.",
      ...limits,
    })
  })
}

const create = (admin: Admin, topics: readonly RunTopic[]): Promise<boolean> =>
  admin.createTopics({
    topics: topics.map(({ name, partitions }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: 1,
      configEntries: settings,
    })),
    waitForLeaders: false,
  })

async function lookAt(admin: Admin, topics: readonly RunTopic[]): Promise<Sighting<true>> {
  for (const { name, partitions } of topics) {
    const offsets = await offsetsOf(admin, name)
    if (typeof offsets === 'string') return { seen: `${name}: ${offsets}` }
    if (offsets.length !== partitions) return { seen: `${name}: ${offsets.length} of ${partitions} partitions` }
    if (offsets.some(({ high }) => high !== '0')) throw topicExists([name])
  }
  return { found: true }
}

/** The offsets of a topic's partitions, which their leaders alone can tell, or why they cannot be told yet. */
async function offsetsOf(admin: Admin, name: string): Promise<{ high: string }[] | string> {
  try {
    return await admin.fetchTopicOffsets(name)
  } catch (error) {
    return reasonOf(error)
  }
}

/** Runs `work` with a connected admin client, until the limit; then every connection is cut, whatever hangs. */
async function withAdmin(
  brokers: string,
  purpose: string,
  limits: TopicLimits,
  work: (admin: Admin) => Promise<void>,
): Promise<void> {
  using client = openClient(brokers)
  const limit = AbortSignal.timeout(limits.timeoutMs)
  const signal = limits.signal ? AbortSignal.any([limit, limits.signal]) : limit
  const connectAndWork = async (): Promise<void> => {
    const admin = client.kafka.admin()
    await admin.connect()
    await work(admin)
  }
  try {
    await untilAborted(connectAndWork(), signal)
  } catch (error) {
    if (error instanceof StreamassayError || limits.signal?.aborted) throw error
    const why = limit.aborted ? `no answer within ${limits.timeoutMs / 1000} s` : reasonOf(error)
    throw topicFailed(`cannot ${purpose} at ${brokers}: ${why}`, client, error)
  }
}

const topicFailed = (message: string, client: KafkaClient, cause: unknown): StreamassayError =>
  new StreamassayError('KAFKA_TOPIC_FAILED', message, {
    remedy: "Check that the broker is up and lets this client create and delete topics; the broker's log says more.",
    details: client.lastLines(),
    cause,
  })

const topicExists = (names: readonly string[]): StreamassayError =>
  new StreamassayError('KAFKA_TOPIC_FAILED', `in use already: ${names.join(', ')}`, {
    remedy: 'A run needs topics of its own: use a new run id, or delete these if they are left over.',
  })
