/** The topics of a run: created with settings that lose no record, and proven ready before anything is sent. */
import { StreamassayError } from '../errors.ts'
import { type Sighting, waitUntil } from '../wait-until.ts'
import { codecs } from './wire/codecs.ts'
import { type Cluster, offsetsOf } from './wire/cluster.ts'
import type { Clients } from './wire/clients.ts'
import type { BrokerConnection } from './wire/connection.ts'
import { protocolErrorOf, reasonOf } from './wire/error-reason.ts'
import { within, type WorkLimits } from './wire/within.ts'

export interface RunTopic {
  readonly name: string
  readonly partitions: number
  /**
   * `append`: the broker stamps every record with the time at which it appended it, whatever a producer says, and that is
   * what `ObservedRow.timestampMs` then is. Not given: a record keeps the timestamp that its producer gave it.
   */
  readonly timestamps?: 'append'
}

/** The largest timestamp or span that Kafka knows, in milliseconds: no limit. */
const unlimitedMs = '9223372036854775807'

/** What a partition may hold, more than a run can read: a job that writes without end must not fill the disk. */
export const mostGibOfPartition = 8

/**
 * Retention works on record timestamps, so rows of past years would be deleted minutes after they were sent; and records
 * more than an hour ahead of the broker's clock would be refused. Segments go by them too: rows of years would begin new
 * files with every seven of their days, which takes a broker longer than the rows do.
 */
const keepAll = [
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: String(mostGibOfPartition * 2 ** 30) },
  { name: 'segment.ms', value: unlimitedMs },
  { name: 'message.timestamp.after.max.ms', value: unlimitedMs },
]
const stampOnAppend = { name: 'message.timestamp.type', value: 'LogAppendTime' }

/**
 * Creates the topics and waits until each partition of each has a leader and is empty.
 *
 * @throws StreamassayError `KAFKA_TOPIC_FAILED` when one exists already or the broker refuses one, `WAIT_TIMED_OUT`
 */
export async function createRunTopics(
  clients: Clients,
  topics: readonly RunTopic[],
  limits: WorkLimits,
): Promise<void> {
  const names = topics.map(({ name }) => name)
  const createAll = async (cluster: Cluster): Promise<void> => {
    const there = await cluster.topicNames()
    const existing = names.filter((name) => there.includes(name))
    if (existing.length > 0) throw topicExists(existing)
    await create(cluster, topics, limits)
    await waitUntil(() => lookAt(cluster, topics), {
      what: `the topics ${names.join(', ')} to be ready`,
      remedy: "Read the broker's log: it says why partitions have no leader.",
      intervalMs: 5,
      ...limits,
    })
  }
  await within(limits, {
    run: (signal) => clients.use(createAll, signal),
    overtime: 'no answer',
    failed: (why, cause) =>
      protocolErrorOf(cause) === 'TOPIC_ALREADY_EXISTS'
        ? topicExists(names)
        : new StreamassayError('KAFKA_TOPIC_FAILED', `cannot create ${names.join(', ')}: ${why}`, {
            remedy: "Check that the broker is up and allows this client to create topics; read the broker's log.",
            cause,
          }),
  })
}

/**
 * How many partitions a topic has; null when there is no such topic.
 *
 * @throws StreamassayError `KAFKA_TOPIC_FAILED` when the broker does not answer in time
 */
export const partitionsOf = (clients: Clients, name: string, limits: WorkLimits): Promise<number | null> =>
  within(limits, {
    run: (signal) =>
      clients.use(async (cluster) => {
        const isThere = (await cluster.topicNames()).includes(name)
        return isThere ? (await cluster.topic(name)).leaders.length : null
      }, signal),
    overtime: 'no answer',
    failed: (why, cause) =>
      new StreamassayError('KAFKA_TOPIC_FAILED', `cannot look for ${name}: ${why}`, {
        remedy: "Check that the broker is up and that its address is correct; read the broker's log.",
        cause,
      }),
  })

/**
 * Deletes the topics and consumer groups of a run: those that are called `name`, or `name-` and more.
 *
 * @returns the names of the topics
 * @throws StreamassayError `KAFKA_TOPIC_FAILED` if the broker does not answer in time or refuses it
 */
export function deleteRunTopics(clients: Clients, name: string, limits: WorkLimits): Promise<readonly string[]> {
  const isOwn = (one: string): boolean => one === name || one.startsWith(`${name}-`)
  return within(limits, {
    run: (signal) =>
      clients.use(async (cluster) => {
        const topics = (await cluster.topicNames()).filter(isOwn)
        const wanted = topics.map((topic) => ({ name: topic }))
        if (wanted.length > 0) await (await cluster.anyBroker()).ask(codecs().deleteTopics, wanted, limits.timeoutMs)
        await Promise.all((await cluster.allBrokers()).map((broker) => deleteGroups(broker, isOwn)))
        return topics
      }, signal),
    overtime: 'no answer',
    failed: (why, cause) =>
      new StreamassayError('KAFKA_TOPIC_FAILED', `cannot delete the topics of ${name}: ${why}`, {
        remedy: "Read the broker's log. The topics stay until the stack is removed.",
        cause,
      }),
  })
}

/** Each broker knows the groups that it coordinates. */
async function deleteGroups(broker: BrokerConnection, isOwn: (group: string) => boolean): Promise<void> {
  const { groups } = await broker.ask(codecs().listGroups, [], [])
  const own = groups.map(({ groupId }) => groupId).filter(isOwn)
  if (own.length > 0) await broker.ask(codecs().deleteGroups, own)
}

async function create(cluster: Cluster, topics: readonly RunTopic[], { timeoutMs }: WorkLimits): Promise<void> {
  const wanted = topics.map(({ name, partitions, timestamps }) => ({
    name,
    numPartitions: partitions,
    replicationFactor: 1,
    assignments: [],
    configs: timestamps === 'append' ? [...keepAll, stampOnAppend] : keepAll,
  }))
  // Any broker hands this on to the controller.
  await (await cluster.anyBroker()).ask(codecs().createTopics, wanted, timeoutMs, false)
}

async function lookAt(cluster: Cluster, topics: readonly RunTopic[]): Promise<Sighting<true>> {
  const seen = await Promise.all(topics.map((topic) => whatKeeps(cluster, topic)))
  const first = seen.find((one) => one !== null)
  return first === undefined ? { found: true } : { seen: first }
}

/** Why a topic is not ready yet, or null when it is: the leaders of its partitions alone can tell where these end. */
async function whatKeeps(cluster: Cluster, { name, partitions }: RunTopic): Promise<string | null> {
  let ends: readonly bigint[]
  try {
    ends = await offsetsOf(await cluster.topic(name), 'end')
  } catch (error) {
    return `${name}: ${reasonOf(error)}`
  }
  if (ends.some((end) => end !== 0n)) throw topicExists([name])
  return ends.length === partitions ? null : `${name}: ${ends.length} of ${partitions} partitions`
}

const topicExists = (names: readonly string[]): StreamassayError =>
  new StreamassayError('KAFKA_TOPIC_FAILED', `these topics already exist: ${names.join(', ')}`, {
    remedy: 'Use a new run id, or delete these topics if they are left over: a run needs its own topics.',
  })
