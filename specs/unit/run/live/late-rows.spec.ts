/** Specs of rows that wait to be late. */
import { expect, test } from 'vitest'

import { JobUnderway } from '../../../../harness/run/live/job-underway.ts'
import { lateRowWaits, withWaits } from '../../../../harness/run/live/late-rows.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { neverMs, onlyThisEndsItMs } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import { runningFlink } from '../../flink/running/running-flink.ts'
import { orders } from '../orders.ts'

const quiet = new AbortController().signal

/** Ids are times; windows have ten milliseconds. */
const byTen = pipeline<{ id: number; cents: number }>()
  .eventTime(({ id }) => id)
  .keyBy(() => 1)
  .tumblingWindow({ sizeMs: 10 }, (rows) => ({ id: rows.length, euros: 0 }))
const inTime = { row: { id: 12, cents: 0 }, line: 2 }
const late = { row: { id: 3, cents: 0 }, line: 3 }

async function waiting(job: JobUnderway, jobTimeoutMs = neverMs, quietMs = neverMs) {
  const made = await orders({ reference: byTen, ends: 'when-stopped', jobTimeoutMs })
  await made[Symbol.asyncDispose]()
  return lateRowWaits(made, { job, topic: 'in', quietMs })
}

test('a row that is late waits for the watermark that makes it so, and no other row waits', async () => {
  await using flink = await runningFlink({ window: { '0.currentInputWatermark': ['8', '9'] } })
  const job = new JobUnderway()
  const waitOf = await waiting(job)
  expect(waitOf(inTime)).toBeUndefined()
  const wait = waitOf(late)?.(quiet)
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  await wait
  expect(flink.asked.filter((line) => line.includes('?get='))).toHaveLength(2)
})

test('a watermark that was seen is not asked for again', async () => {
  await using flink = await runningFlink({ window: { '0.currentInputWatermark': ['9'] } })
  const job = new JobUnderway()
  const waitOf = await waiting(job)
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  waitOf(inTime)
  const [first, second] = [waitOf(late), waitOf({ ...late, line: 4 })]
  await first?.(quiet)
  const asked = flink.asked.length
  await second?.(quiet)
  expect(flink.asked).toHaveLength(asked)
})

test('nothing waits for a job that is over, whether it ran or not', async () => {
  await using flink = await runningFlink({ window: { '0.currentInputWatermark': ['8'] } })
  const [never, ended] = [new JobUnderway(), new JobUnderway()]
  ended.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  const waits = await Promise.all([never, ended].map((job) => waiting(job)))
  const both = waits.map(async (waitOf) => [waitOf(inTime), waitOf(late)].at(-1)?.(quiet))
  never.noteOver()
  ended.noteOver()
  expect(await Promise.all(both)).toEqual([undefined, undefined])
})

test('a watermark that does not come is told at the limit, and whatever ends the replay ends the wait', async () => {
  await using flink = await runningFlink({ window: { '0.currentInputWatermark': ['8'] } })
  const job = new JobUnderway()
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  const waitOf = await waiting(job, onlyThisEndsItMs)
  waitOf(inTime)
  await expect(waitOf(late)?.(quiet)).rejects.toMatchObject({ code: 'WAIT_TIMED_OUT' })
  const reason = new Error('interrupted')
  await expect(waitOf(late)?.(AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('a job that is still busy at the limit is named so, with the setting that helps', async () => {
  await using flink = await runningFlink({
    source: { '0.s.KafkaSourceReader.topic.in.partition.0.currentOffset': ['0'] },
    window: { '0.currentInputWatermark': ['8'], '0.numRecordsOut': rising },
  })
  const job = new JobUnderway()
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  const limit = limitByHand()
  const waitOf = await waiting(job, limit.timeoutMs)
  waitOf(inTime)
  await Promise.all([
    expect(waitOf(late)?.(quiet)).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message: expect.stringMatching(/last seen: 1970-\S+, and the job is busy$/),
      remedy: expect.stringMatching(/ If the job is only slow, increase `jobTimeoutMs`\.$/),
    }),
    // The second reading has shown that it is busy once there is a third one.
    limit.pass(() => flink.asked.filter((line) => /\?get=.*numRecordsOut/.test(line)).length > 2),
  ])
})

test('a watermark that stands still once all earlier rows were read is told long before the limit', async () => {
  const offset = '0.s.KafkaSourceReader.topic.in.partition.0.currentOffset'
  await using flink = await runningFlink({
    source: { [offset]: ['-1', '-1', '-1', '-1', '0'] },
    window: { '0.currentInputWatermark': ['8'] },
  })
  const job = new JobUnderway()
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  const waitOf = await waiting(job, neverMs, onlyThisEndsItMs)
  waitOf(inTime)
  await expect(waitOf(late)?.(quiet)).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: expect.stringMatching(
      /^the watermark of the job a1 did not move for 0\.2 s; it must reach 1970-.* All earlier rows were read; last seen: 1970-/,
    ),
    remedy: expect.stringMatching(/with_idleness.* If the job is only slow, increase `settleMs`\.$/),
  })
  // What had not been read could still have moved it.
  const asked = flink.asked.filter((line) => line.startsWith('GET /jobs/a1/vertices/source/metrics?get='))
  expect(asked.length).toBeGreaterThan(4)
})

const lasting = (value: string, then: string): readonly string[] => [...Array.from({ length: 24 }, () => value), then]
/** Two readings of a job's work are half a second apart; the job is busy for far longer than this. */
const longEnoughToReadTwiceMs = 5 * onlyThisEndsItMs
const rising = Array.from({ length: 60 }, (_, rows) => `${rows}`)

test.each([
  ['passes on rows', { '0.numRecordsOut': rising }],
  ['works on one row', { '0.mailboxQueueSize': ['1'], '0.accumulateIdleTimeMs': ['40'] }],
])('a job that is only slow is waited for while a task of it %s', async (_, work) => {
  await using flink = await runningFlink({
    source: { '0.s.KafkaSourceReader.topic.in.partition.0.currentOffset': ['0'] },
    window: { '0.currentInputWatermark': lasting('8', '9'), ...work },
  })
  const job = new JobUnderway()
  job.noteRunning({ flinkUrl: flink.url, jobId: 'a1' })
  const waitOf = await waiting(job, neverMs, longEnoughToReadTwiceMs)
  waitOf(inTime)
  await expect(waitOf(late)?.(quiet)).resolves.toBeUndefined()
})

const after = async (): Promise<void> => undefined

test('rows stay as they are, but for what they wait for', async () => {
  const input = (async function* two() {
    yield [inTime, late]
  })()
  const pieces = await Array.fromAsync(withWaits(input, ({ line }) => (line === 3 ? after : undefined)))
  expect(pieces).toEqual([[inTime, { ...late, after }]])
})

test('with several input partitions a row is late by the slowest of them', async () => {
  const made = await orders({
    reference: byTen,
    ends: 'when-stopped',
    inputPartitions: 2,
    partition: ({ cents }) => cents,
  })
  await made[Symbol.asyncDispose]()
  const waitOf = lateRowWaits({ scenario: made.scenario, partitions: [0, 1] }, { job: new JobUnderway(), topic: 'in' })
  const rows = [
    [12, 0],
    [3, 1],
    [14, 1],
    [4, 0],
  ].map(([id = 0, cents = 0], at) => ({ row: { id, cents }, line: at + 2 }))
  expect(rows.map((row) => waitOf(row) !== undefined)).toEqual([false, false, false, true])
})
