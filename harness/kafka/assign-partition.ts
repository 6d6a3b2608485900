/** The partition of a record: by its key's hash, where a Java producer would put it, or in turn when it has no key. */
import murmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js'

import { asBuffer } from './bytes.ts'

/** Takes the sign off a hash, as Kafka's own clients do. */
const withoutSign = 0x7fff_ffff

/**
 * The partition, from 0, of the record that is the `ordinal`th (from 0) of its input.
 *
 * A key is hashed as Kafka's own clients do it (murmur2 of its bytes; an empty key is a key), so that records of one key
 * stay together, and meet what other producers wrote under it.
 */
export function assignPartition(key: Uint8Array | null, ordinal: number, partitions: number): number {
  if (partitions === 1) return 0
  if (key === null) return ordinal % partitions
  return (murmur2(asBuffer(key)) & withoutSign) % partitions
}
