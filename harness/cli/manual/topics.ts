/** `streamassay topic NAME`: a topic for a manual step, and the broker that it is on. */
import { type KafkaSession, openKafkaSession } from '../../kafka/session.ts'
import type { RunTopic } from '../../kafka/topics.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { print } from '../print.ts'
import { needKept } from './addresses.ts'
import { wholeNumber } from './numbers.ts'

const timeoutMs = 30_000
const mostPartitions = 1000

/** The options as written; undefined if not given. */
export interface TopicWords {
  readonly brokers?: string | undefined
  /** (default: `1`) */
  readonly partitions?: string | undefined
}

/**
 * Makes a topic unless it is there, and says how many partitions it has.
 *
 * @returns the exit code, 0
 * @throws StreamassayError `OPTION_INVALID`, `KAFKA_TOPIC_FAILED`
 */
export async function topicCommand(name: string, words: TopicWords, interrupted: AbortSignal): Promise<number> {
  const partitions = wholeNumber('--partitions', words.partitions ?? '1', mostPartitions)
  await using release = new AsyncDisposableStack()
  const { kafka, signal } = await sessionAt(words.brokers, release, interrupted)
  const topic = await needTopic(kafka, { name, partitions }, signal)
  print(`topic ${name}: ${topic.isNew ? 'created' : 'already exists'}, ${counted(topic.partitions, 'partition')}`)
  return 0
}

/** The topic, which is made when it is not there; one that is there keeps its partitions. */
export async function needTopic(
  kafka: KafkaSession,
  wanted: RunTopic,
  signal: AbortSignal,
): Promise<{ readonly partitions: number; readonly isNew: boolean }> {
  const limits = { timeoutMs, signal }
  const there = await kafka.partitionsOf(wanted.name, limits)
  if (there !== null) return { partitions: there, isNew: false }
  await kafka.createTopics([wanted], limits)
  return { partitions: wanted.partitions, isNew: true }
}

/**
 * Opens a session with the given brokers, else with those of the kept stack. The signal aborts on an interruption, or when
 * the kept stack dies.
 */
export async function sessionAt(
  brokers: string | undefined,
  release: AsyncDisposableStack,
  interrupted: AbortSignal,
): Promise<{ readonly kafka: KafkaSession; readonly signal: AbortSignal }> {
  if (brokers !== undefined) return { kafka: release.use(openKafkaSession(brokers)), signal: interrupted }
  const { kafka, dead } = release.use(await needKept(interrupted, '--brokers'))
  return { kafka, signal: AbortSignal.any([interrupted, dead]) }
}
