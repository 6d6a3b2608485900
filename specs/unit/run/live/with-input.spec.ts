/** Specs of what is noticed about a job that is to end with its input. */
import { expect, test } from 'vitest'

import { misfitOf } from '../../../../harness/run/live/with-input.ts'
import { untilAborted } from '../../../../harness/wait-until.ts'
import { runningFlink } from '../../flink/running/running-flink.ts'

const plan = (description: string) => ({
  'GET /jobs/a1/plan': { body: { plan: { nodes: [{ id: 'source', parallelism: 1, description }] } } },
})
const split = (stop: string): string => `[Partition: in-0, StartingOffset: -2, StoppingOffset: ${stop}]\n`
const ledger = { topic: 'in', sent: 3, acknowledged: 3, entries: [{ partition: 0, baseOffset: 0n, rows: 3 }] }
const offsets = { '0.s.KafkaSourceReader.topic.in.partition.0.currentOffset': ['1', '2'] }

async function misfit(
  description: string,
  log: string,
  isComplete = true,
  withinMs = 10_000,
  routes: Parameters<typeof runningFlink>[1] = plan(description),
) {
  await using flink = await runningFlink({ source: offsets }, routes)
  const output = { isComplete: () => isComplete }
  const look = misfitOf({ ledger, output, readJobManagerLog: async () => log, graceMs: 100, firstLookMs: 100 })
  const limit = AbortSignal.timeout(withinMs)
  const found = look({ flinkUrl: flink.url, jobId: 'a1' }, limit)
  return await untilAborted(found, limit).catch(() => 'nothing')
}

test.concurrent('a processing-time window, which the end of the input would drop', async () => {
  expect(await misfit('Window(TumblingProcessingTimeWindows(5000, 0), ProcessingTimeTrigger, All)', '')).toEqual({
    kind: 'processing-time',
    windowMs: 5000,
  })
})

test.concurrent('a plan that cannot be read at first is asked for again while the job runs', async () => {
  const readable = plan('Window(TumblingProcessingTimeWindows(5000, 0), ProcessingTimeTrigger, All)')
  const busy = { status: 500, body: { errors: ['busy'] } }
  const path = 'GET /jobs/a1/plan'
  expect(await misfit('', '', true, 8000, { [path]: [busy, readable[path]] })).toMatchObject({
    kind: 'processing-time',
  })
})

test.concurrent('a source that reads on when all rows are out', async () => {
  expect(await misfit('Source: in', split('-9223372036854775808'))).toEqual({ kind: 'unbounded' })
})

test.concurrent('nothing about a source that ends, about rows still to come, and where there is no plan', async () => {
  // Three times as long as the one that reads on takes to be noticed.
  const soon = 1500
  const all = await Promise.all([
    misfit('Source: in', split('-1'), true, soon),
    misfit('Source: in', split('-9223372036854775808'), false, soon),
    misfit('', '', true, 300),
  ])
  expect(all).toEqual(['nothing', 'nothing', 'nothing'])
})
