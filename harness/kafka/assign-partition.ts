/** The partition of a record: by its key's hash, where a Java producer would put it, or in turn when it has no key. */
import { Partitioners, type PartitionerArgs } from 'kafkajs'

import { asBuffer } from './bytes.ts'

type PartitionList = PartitionerArgs['partitionMetadata']

const byHash = Partitioners.DefaultPartitioner()
const lists = new Map<number, PartitionList>()

/**
 * The partition, from 0, of the record that is the `ordinal`th (from 0) of its input.
 *
 * A key is hashed as Kafka's own clients do it (murmur2 of its bytes; an empty key is a key), so that records of one key
 * stay together, and meet what other producers wrote under it.
 */
export function assignPartition(key: Uint8Array | null, ordinal: number, partitions: number): number {
  if (partitions === 1) return 0
  if (key === null) return ordinal % partitions
  return byHash({ topic: '', partitionMetadata: listOf(partitions), message: { key: asBuffer(key), value: null } })
}

/** What kafkajs wants to know of a topic's partitions; their number decides, and a list a record would be dear. */
function listOf(partitions: number): PartitionList {
  const list =
    lists.get(partitions) ??
    Array.from({ length: partitions }, (_, partitionId) => ({
      partitionId,
      partitionErrorCode: 0,
      leader: 0,
      replicas: [],
      isr: [],
    }))
  lists.set(partitions, list)
  return list
}
