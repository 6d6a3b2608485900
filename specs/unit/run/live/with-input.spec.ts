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

interface Situation {
  readonly isComplete?: boolean
  readonly routes?: Parameters<typeof runningFlink>[1]
  /** Ends the search. */
  readonly signal?: AbortSignal
}

/** What is found before the search ends. */
async function misfit(
  description: string,
  log: string,
  { isComplete = true, routes = plan(description), signal = new AbortController().signal }: Situation = {},
) {
  await using flink = await runningFlink({ source: offsets }, routes)
  const output = { isComplete: () => isComplete }
  const look = misfitOf({ ledger, output, readJobManagerLog: async () => log, graceMs: 100, firstLookMs: 100 })
  const found = look({ flinkUrl: flink.url, jobId: 'a1' }, signal)
  return await untilAborted(found, signal).catch(() => 'nothing')
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
  expect(await misfit('', '', { routes: { [path]: [busy, readable[path]] } })).toMatchObject({
    kind: 'processing-time',
  })
})

const endless = split('-9223372036854775808')

test.concurrent('a source that reads on when all rows are out', async () => {
  expect(await misfit('Source: in', endless)).toEqual({ kind: 'unbounded' })
})

test.concurrent('nothing about a source that ends, about rows still to come, and where no source is logged', async () => {
  const over = new AbortController()
  const all = [
    misfit('Source: in', split('-1'), { signal: over.signal }),
    misfit('Source: in', endless, { isComplete: false, signal: over.signal }),
    misfit('', '', { signal: over.signal }),
  ]
  // In the time in which another one is found twice.
  for (const _ of [1, 2]) expect(await misfit('Source: in', endless)).toEqual({ kind: 'unbounded' })
  over.abort()
  expect(await Promise.all(all)).toEqual(['nothing', 'nothing', 'nothing'])
})
