/** A session with Kafka: its connections stay open for as long as a stack is used, and every run on the stack uses them. */
import { type OutputReading, readOutput, type ReadOptions } from './drain/output-reading.ts'
import { recordsIn } from './records-in.ts'
import { type Ledger, replay, type ReplayOptions } from './replay/replay.ts'
import { type TransactionalProducer, transactionalProducers } from './wire/transactional-producers.ts'
import { createRunTopics, deleteRunTopics, partitionsOf, type RunTopic } from './topics.ts'
import type { WorkLimits } from './wire/within.ts'
import { Clients } from './wire/clients.ts'
import { codecs } from './wire/codecs.ts'

export type { OutputReading, TransactionalProducer }

/** Usable by several runs at the same time. What it meets a lost connection with fails; the next use connects again. */
export interface KafkaSession extends AsyncDisposable {
  readonly brokers: string
  /**
   * Creates the topics and waits until each partition of each has a leader and is empty.
   *
   * @throws StreamassayError as `createRunTopics` says
   */
  createTopics(topics: readonly RunTopic[], limits: WorkLimits): Promise<void>
  /**
   * Deletes the topics and consumer groups of a run: those that are called `name`, or `name-` and more. Returns the topics.
   *
   * @throws StreamassayError as `deleteRunTopics` says
   */
  deleteTopics(name: string, limits: WorkLimits): Promise<readonly string[]>
  /**
   * Sends all records, in order within each partition, and returns when every one is acknowledged.
   *
   * @throws StreamassayError as `replay` says
   */
  replay(options: ReplayOptions): Promise<Ledger>
  /**
   * How many records a topic has been given, by whomever; transactions' own markers count as well.
   *
   * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the broker does not answer in time
   */
  recordsIn(topic: string, limits: WorkLimits): Promise<bigint>
  /**
   * How many partitions a topic has; null when there is no such topic.
   *
   * @throws StreamassayError `KAFKA_TOPIC_FAILED` when the broker does not answer in time
   */
  partitionsOf(topic: string, limits: WorkLimits): Promise<number | null>
  /**
   * Returns all transactional ids that the brokers know, with their producers.
   *
   * @throws StreamassayError as `transactionalProducers` says
   */
  transactionalProducers(limits: WorkLimits): Promise<readonly TransactionalProducer[]>
  /** Begins to read a topic from its beginning, while records still arrive. */
  read(options: ReadOptions): OutputReading
}

/** A session with the brokers at `host:port` (more of them separated by commas), which connects when it is first used. */
export function openKafkaSession(brokers: string): KafkaSession {
  const clients = new Clients(brokers)
  return {
    brokers,
    createTopics: (topics, limits) => createRunTopics(clients, topics, limits),
    deleteTopics: (name, limits) => deleteRunTopics(clients, name, limits),
    replay: (options) => replay(clients, options),
    recordsIn: (topic, limits) => recordsIn(clients, topic, limits),
    partitionsOf: (topic, limits) => partitionsOf(clients, topic, limits),
    transactionalProducers: (limits) => transactionalProducers(clients, limits),
    read: (options) => readOutput(clients, options),
    [Symbol.asyncDispose]: async () => clients[Symbol.dispose](),
  }
}

/** Loads what a session needs, a tenth of a second; called while there is time to spare, it costs none when it is used. */
export const loadKafkaClient = (): void => void codecs()
