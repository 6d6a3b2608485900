/**
 * Reads partitions directly, by offset and without a consumer group: the one place that uses @platformatic/kafka.
 *
 * kafkajs cannot read a partition without a group, which takes longer to join than a short topic takes to read, tells no
 * read-uncommitted end, and knows neither snappy nor lz4 nor zstd. Of this library only the request codecs are used (list
 * offsets, fetch), with isolation levels, record batches as they are and the broker's list of aborted transactions; its
 * own consumer leaves rows of aborted transactions in when a producer aborted twice within a fetch, or across two.
 */
import { Base, type Connection, fetchV13, listOffsetsV6 } from '@platformatic/kafka'

import type { AbortedTransaction, FetchedBatch } from './committed-records.ts'

/** What a fetch from one partition brought. */
export interface Fetched {
  /** The first offset that the broker still has. */
  readonly startOffset: bigint
  /** Whole batches, in order; the first may begin before the offset asked for. None: nothing came within the wait. */
  readonly batches: readonly FetchedBatch[]
  readonly aborted: readonly AbortedTransaction[]
}

/** `start`: the first offset there is · `end`: after the last one · `stable`: after the last that is decided. */
export type OffsetKind = 'start' | 'end' | 'stable'

/** The partitions of one topic; its answers are in the order of the partitions, from 0. */
export interface PartitionReader {
  offsets(kind: OffsetKind): Promise<bigint[]>
  /** Reads from `offset` on, committed records and those of no transaction, and what shows which those are. */
  fetch(partition: number, offset: bigint): Promise<Fetched>
}

const readUncommitted = 0
const readCommitted = 1
const longestFetchMs = 500
/** Bounds what is held at a time; a batch that is larger comes whole. */
const fetchBytes = 512 * 1024
const anyEpoch = -1
const noSession = { id: 0, epoch: -1 }

interface Leader {
  readonly partition: number
  readonly connection: Connection
}

/** A client that is not connected yet: it can be let go of while it connects. */
export interface ReaderClient extends AsyncDisposable {
  /** Connects to the leaders of a topic's partitions. */
  openTopic(topic: string): Promise<PartitionReader>
}

/** A client for `brokers` (`host:port`, more of them separated by commas); disposing of it cuts its connections. */
export function openReaderClient(brokers: string): ReaderClient {
  const client = new Base({ clientId: 'streamassay', bootstrapBrokers: brokers.split(','), retries: 0 })
  return {
    async openTopic(topic) {
      const { topicId, leaders } = await findLeaders(client, topic)
      return {
        offsets: (kind) => Promise.all(leaders.map((leader) => listOffset(leader, topic, kind))),
        fetch: (partition, offset) => fetchFrom(leaderOf(leaders, partition), topicId, offset),
      }
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

async function findLeaders(client: Base, topic: string): Promise<{ topicId: string; leaders: readonly Leader[] }> {
  const { topics } = await client.metadata({ topics: [topic] })
  const found = topics.get(topic)
  if (found === undefined) throw new Error(`the broker does not know the topic ${topic}`)
  const connections = await client.connectToBrokers()
  const leaders = found.partitions.map(({ leader }, partition) => {
    const connection = connections.get(leader)
    if (connection === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`)
    return { partition, connection }
  })
  return { topicId: found.id, leaders }
}

function leaderOf(leaders: readonly Leader[], partition: number): Leader {
  const leader = leaders[partition]
  if (leader === undefined) throw new RangeError(`no partition ${partition}`)
  return leader
}

async function listOffset({ connection, partition }: Leader, topic: string, kind: OffsetKind): Promise<bigint> {
  const question = { partitionIndex: partition, currentLeaderEpoch: anyEpoch, timestamp: kind === 'start' ? -2n : -1n }
  const isolation = kind === 'stable' ? readCommitted : readUncommitted
  const { topics } = await listOffsetsV6.api.async(connection, -1, isolation, [{ name: topic, partitions: [question] }])
  const answer = topics[0]?.partitions[0]
  if (answer === undefined) throw new Error(`the broker told no offset of partition ${partition} of ${topic}`)
  return answer.offset
}

async function fetchFrom({ connection, partition }: Leader, topicId: string, fetchOffset: bigint): Promise<Fetched> {
  const question = {
    partition,
    fetchOffset,
    partitionMaxBytes: fetchBytes,
    currentLeaderEpoch: anyEpoch,
    lastFetchedEpoch: anyEpoch,
  }
  const { responses } = await fetchV13.api.async(
    connection,
    longestFetchMs,
    1,
    fetchBytes,
    readCommitted,
    noSession.id,
    noSession.epoch,
    [{ topicId, partitions: [question] }],
    [],
    '',
  )
  const answer = responses[0]?.partitions[0]
  if (answer === undefined) throw new Error(`the broker brought nothing of partition ${partition}`)
  return {
    startOffset: answer.logStartOffset,
    batches: answer.records ?? [],
    aborted: answer.abortedTransactions ?? [],
  }
}
