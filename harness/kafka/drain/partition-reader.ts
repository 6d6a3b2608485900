/** Reads partitions directly, by offset and without a consumer group, which takes longer to join than a short topic to read. */
import type { LedTopic } from '../wire/cluster.ts'
import { codecs } from '../wire/codecs.ts'
import type { BrokerConnection } from '../wire/connection.ts'
import type { AbortedTransaction, FetchedBatch } from './committed-records.ts'

/** What a fetch brought of one partition. */
export interface Fetched {
  readonly partition: number
  /** The first offset that the broker still has. */
  readonly startOffset: bigint
  /** Whole batches, in order; the first may begin before the offset asked for. None: nothing came within the wait. */
  readonly batches: readonly FetchedBatch[]
  readonly aborted: readonly AbortedTransaction[]
}

/** A broker answers as soon as it has anything, and after so long if it has nothing. */
const longestFetchMs = 250
const leastBytes = 1
/** Of one fetch and of one partition in it: bounds what is held at a time; a batch that is larger comes whole. */
const fetchBytes = 256 * 1024
const readCommitted = 1
const anyEpoch = -1
const noSession = { id: 0, epoch: -1 }

/** Reads on in partitions of one leader, each with the offset to go on from: committed records and those of no transaction, and what shows which those are. */
export async function fetchFrom(
  leader: BrokerConnection,
  { id }: LedTopic,
  positions: readonly (readonly [partition: number, offset: bigint])[],
): Promise<Fetched[]> {
  const partitions = positions.map(([partition, offset]) => ({
    partition,
    fetchOffset: offset,
    partitionMaxBytes: fetchBytes,
    currentLeaderEpoch: anyEpoch,
    lastFetchedEpoch: anyEpoch,
  }))
  const { responses } = await leader.ask(
    codecs().fetch,
    longestFetchMs,
    leastBytes,
    fetchBytes,
    readCommitted,
    noSession.id,
    noSession.epoch,
    [{ topicId: id, partitions }],
    [],
    '',
  )
  return responses.flatMap((topic) =>
    topic.partitions.map(({ partitionIndex, logStartOffset, records, abortedTransactions }) => ({
      partition: partitionIndex,
      startOffset: logStartOffset,
      batches: records ?? [],
      aborted: abortedTransactions ?? [],
    })),
  )
}
