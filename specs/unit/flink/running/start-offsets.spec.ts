/** Specs of where sources begin to read, on lines that Flink 2.2 with the connector 5.0.0 has logged. */
import { describe, expect, test } from 'vitest'

import { splitsOf, startsOf } from '../../../../harness/flink/running/start-offsets.ts'

const topic = '20261130T205150-probe.b18-in'
const enumerator = 'INFO  org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator [] -'
const split = (partition: number, start: number, stop = '-9223372036854775808', of = topic): string =>
  `[Partition: ${of}-${partition}, StartingOffset: ${start}, StoppingOffset: ${stop}]`
const found = (...splits: string[]): string =>
  `${enumerator} Partition split changes: PartitionSplitChange{newPartitionSplits=[${splits.join(', ')}], removedPartitions=[]}\n`
const client = 'INFO  org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.internals.SubscriptionState [] -'
const reset = (partition: number, offset: number): string =>
  `${client} [Consumer clientId=a-0, groupId=a] Resetting offset for partition ${topic}-${partition} to position ` +
  `FetchPosition{offset=${offset}, offsetEpoch=Optional.empty, currentLeader=LeaderAndEpoch{leader=Optional[kafka:9092]}}.\n`

const starts = (jobManager: string, taskManager = '') =>
  Object.fromEntries(startsOf({ jobManager, taskManager }, topic))

describe('the start of each partition', () => {
  test('is decided with the split, for the latest offset, a timestamp and the earliest offset', () => {
    expect(starts(found(split(1, 0), split(0, 12)))).toEqual({ 0: 12n, 1: 0n })
    expect(starts(found(split(0, -2)))).toEqual({ 0: 0n })
  })

  test('is left to the client for the offset of a group, and decided when the client says so', () => {
    expect(starts(found(split(0, -3), split(1, -3)), reset(1, 7))).toEqual({ 0: null, 1: 7n })
    expect(starts(found(split(0, -1)), reset(0, 0))).toEqual({ 0: 0n })
  })

  test('is the first: a job that is restarted goes on where it was', () => {
    expect(starts(found(split(0, 0)) + `${enumerator} Assigning splits to readers {0=[${split(0, 5)}]}\n`)).toEqual({
      0: 0n,
    })
  })

  test('is not that of another topic', () => {
    expect(starts(found(split(0, 0, '-1', `${topic}-2`), split(0, 0, '-1', topic.replace('.', 'x'))))).toEqual({})
  })
})

test('a source that stops where the topic ends is bounded, one without a stop is not', () => {
  expect(splitsOf(found(split(0, -2, '-1'), split(1, -2, '12'), split(2, -2)), topic)).toEqual([
    { partition: 0, start: -2n, isBounded: true },
    { partition: 1, start: -2n, isBounded: true },
    { partition: 2, start: -2n, isBounded: false },
  ])
})
