/** Kafka's own partitioner is the judge: the expected hashes are those of its clients' tests. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { assignPartition } from '../../../harness/kafka/assign-partition.ts'

// murmur2 of the key, as Kafka's Java client computes it.
const javaHashes: [key: string, hash: number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

describe('assignPartition', () => {
  test.each(javaHashes)('puts the key %s where a Java producer would put it', (key, hash) => {
    for (const partitions of [2, 3, 7, 100]) {
      expect(assignPartition(Buffer.from(key), 0, partitions)).toBe((hash & 0x7fffffff) % partitions)
    }
  })

  test('hashes the bytes of a key and not a text made of them', () => {
    const notUtf8 = new Uint8Array([0xff, 0xfe, 0x80])
    const replaced = Buffer.from(Buffer.from(notUtf8).toString())
    expect(assignPartition(notUtf8, 0, 1000)).not.toBe(assignPartition(replaced, 0, 1000))
  })

  test('sees only the bytes of a view into a longer buffer', () => {
    const long = new TextEncoder().encode('--foobar--')
    expect(assignPartition(long.subarray(2, 8), 0, 1000)).toBe(assignPartition(Buffer.from('foobar'), 0, 1000))
  })

  test('keeps records of one key together, wherever they stand in the input', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        (key, one, other, partitions) => {
          const partition = assignPartition(key, one, partitions)
          expect(assignPartition(key, other, partitions)).toBe(partition)
          expect(partition).toBeGreaterThanOrEqual(0)
          expect(partition).toBeLessThan(partitions)
        },
      ),
    )
  })

  test('takes records without a key in turn', () => {
    expect([0, 1, 2, 3, 4].map((ordinal) => assignPartition(null, ordinal, 3))).toEqual([0, 1, 2, 0, 1])
  })
})
