/** Specs of the wait until a job has read its input. */
import { expect, test } from 'vitest'

import { readSourceOffsets, waitUntilRead } from '../../../../harness/flink/running/source-offsets.ts'
import { neverMs } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import type { FakeFlink } from '../fake-flink.ts'
import { planOf, runningFlink } from './running-flink.ts'

const named = (partition: number, topic = 'in') =>
  `0.Source__days.KafkaSourceReader.topic.${topic}.partition.${partition}.currentOffset`
type LastOffsets = readonly (readonly [number, bigint])[]

const wait = (flinkUrl: string, last: LastOffsets, timeoutMs = neverMs) => ({
  flinkUrl,
  jobId: 'a1',
  topic: 'in',
  lastOffsets: new Map(last),
  timeoutMs,
  signal: new AbortController().signal,
})

test('is over when each partition has been read to its last record', async () => {
  await using flink = await runningFlink({
    source: { [named(0)]: ['-1', '6', '7'], [named(1)]: ['3'], [named(0, 'other')]: ['900'] },
  })
  await waitUntilRead(
    wait(flink.url, [
      [0, 7n],
      [1, 2n],
    ]),
  )
  expect(flink.asked.filter((line) => line.includes('?get='))).toHaveLength(3)
})

test('waits for operators that do not run yet, also where there is nothing to read', async () => {
  await using flink = await runningFlink({}, { 'GET /jobs/a1': [planOf('INITIALIZING'), planOf('RUNNING')] })
  await waitUntilRead(wait(flink.url, []))
  expect(flink.asked).toHaveLength(2)
})

/** Waits in vain; the time passes when the job has been looked at once, in two requests, and is looked at again. */
async function late(flink: FakeFlink, last: LastOffsets): Promise<void> {
  const limit = limitByHand()
  const waiting = waitUntilRead(wait(flink.url, last, limit.timeoutMs))
  await limit.pass(() => flink.asked.filter((line) => line === 'GET /jobs/a1').length > 2)
  await waiting
}

test('says at its limit how far the job is', async () => {
  await using flink = await runningFlink({ source: { [named(0)]: ['5'] } })
  const both = [
    [0, 7n],
    [4, 1n],
  ] as const
  await expect(late(flink, both)).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: expect.stringMatching(
      /for the job a1 to read in to its end; last seen: read to offset 5 of partition 0, whose last is 7, and 1 more/,
    ),
  })
  await using starting = await runningFlink({}, { 'GET /jobs/a1': planOf('CREATED') })
  await expect(late(starting, [])).rejects.toThrow('last seen: source is CREATED')
  await using silent = await runningFlink({})
  await expect(late(silent, [[0, 1n]])).rejects.toThrow('nothing read of partition 0')
})

test('of several readers of a partition the furthest counts', async () => {
  await using flink = await runningFlink({ source: { [named(0)]: ['5'], [named(0).replace('0.', '1.')]: ['-1'] } })
  expect([...(await readSourceOffsets({ flinkUrl: flink.url, jobId: 'a1' }, 'in'))]).toEqual([[0, 5n]])
})

const read = async (metrics: Readonly<Record<string, readonly string[]>>): Promise<unknown> => {
  await using flink = await runningFlink({ source: metrics })
  return [...(await readSourceOffsets({ flinkUrl: flink.url, jobId: 'a1' }, 'in'))]
}

test('of several sources of the job the one furthest behind counts, and one that has not begun', async () => {
  const [ahead, behind] = [named(0), named(0).replace('Source__days', 'Source__again')]
  expect(await read({ [ahead]: ['9'], [behind]: ['2'] })).toEqual([[0, 2n]])
  expect(await read({ [ahead]: ['9'], [behind.replace('partition.0', 'partition.1')]: ['2'] })).toEqual([
    [0, -1n],
    [1, -1n],
  ])
})

test('a source that has ended keeps nobody waiting', async () => {
  await using flink = await runningFlink({ source: { [named(0)]: ['7'] } }, { 'GET /jobs/a1': planOf('FINISHED') })
  await expect(waitUntilRead(wait(flink.url, [[0, 7n]]))).resolves.toBeUndefined()
})
