/** Specs of the end of a job that is stopped. */
import { expect, test } from 'vitest'

import type { LedgerEntry } from '../../../../harness/kafka/replay/replay.ts'
import { stopWhenRead } from '../../../../harness/run/live/stop-when-read.ts'
import { runningFlink } from '../../flink/running/running-flink.ts'
import { neverMs } from '../../../patience.ts'
import { fakeSession } from '../fake-kafka.ts'
import { orders } from '../orders.ts'

const quiet = new AbortController().signal
const ledgerOf = (...entries: LedgerEntry[]) => ({ topic: 'in', sent: 0, acknowledged: 0, entries })
const offsets = (partition: number) => `0.s.KafkaSourceReader.topic.in.partition.${partition}.currentOffset`
const stops = {
  'POST /jobs/a1/stop': { body: { 'request-id': 'r1' } },
  'GET /jobs/a1/savepoints/r1': { body: { status: { id: 'COMPLETED' }, operation: {} } },
}

test('a job is stopped when it has read what was acknowledged last in each partition', async () => {
  await using made = await orders({ ends: 'when-stopped', jobTimeoutMs: neverMs })
  await using flink = await runningFlink({ source: { [offsets(0)]: ['4', '5'], [offsets(1)]: ['1'] } }, stops)
  const ledger = ledgerOf(
    { partition: 0, baseOffset: 3n, rows: 3 },
    { partition: 1, baseOffset: 0n, rows: 2 },
    { partition: 0, baseOffset: 0n, rows: 3 },
  )
  await stopWhenRead(Promise.resolve(ledger), { ...made, sides: [] }, { kafka: fakeSession(), groupId: 'run' }).stop?.(
    { flinkUrl: flink.url, jobId: 'a1' },
    quiet,
  )
  const stoppedAt = flink.asked.indexOf('POST /jobs/a1/stop')
  expect(flink.asked.slice(0, stoppedAt).filter((line) => line.includes('?get='))).toHaveLength(2)
})

test('a job is not stopped before everything has been sent, nor where the replay failed', async () => {
  await using made = await orders({ ends: 'when-stopped' })
  await using flink = await runningFlink({}, stops)
  const replayed = Promise.withResolvers<ReturnType<typeof ledgerOf>>()
  const stopped = stopWhenRead(
    replayed.promise,
    { ...made, sides: [] },
    { kafka: fakeSession(), groupId: 'run' },
  ).stop?.({ flinkUrl: flink.url, jobId: 'a1' }, quiet)
  replayed.reject(new Error('the broker is gone'))
  await expect(stopped).rejects.toThrow('the broker is gone')
  expect(flink.asked).toEqual([])
})

const plan = (description: string) => ({
  'GET /jobs/a1/plan': { body: { plan: { nodes: [{ id: 'source', parallelism: 1, description }] } } },
})

/** Stops a job whose output is complete as it is, and gives what was done in order. */
async function stoppingOf(
  description: string,
  scenario: Parameters<typeof orders>[0] = {},
): Promise<readonly string[]> {
  await using made = await orders({ ends: 'when-stopped', jobTimeoutMs: neverMs, ...scenario })
  await using flink = await runningFlink(
    { window: { '0.currentInputWatermark': ['0'] } },
    { ...stops, ...plan(description) },
  )
  const did: string[] = []
  const output = {
    growing: {
      dueRows: 0,
      dueCome: () => 0,
      appended: async () => (did.push('looked'), { ends: [0n], undecided: 0n }),
    },
    noteStop: async () =>
      void did.push(`noted, ${flink.asked.includes('POST /jobs/a1/stop') ? 'after' : 'before'} the stop`),
  }
  const side = { kafka: fakeSession(), groupId: 'run' }
  await stopWhenRead(Promise.resolve(ledgerOf()), { ...made, sides: [] }, side, output).stop?.(
    { flinkUrl: flink.url, jobId: 'a1' },
    quiet,
  )
  return did
}

test('how far the output has grown is noted right before the job is stopped', async () => {
  expect(await stoppingOf('Source: in')).toEqual(['noted, before the stop'])
})

test('a processing-time window in the plan is waited for, though nothing is due', async () => {
  const did = await stoppingOf('Window(TumblingProcessingTimeWindows(100, 0), ProcessingTimeTrigger, All)', {
    settleMs: 200,
  })
  expect(did.length).toBeGreaterThan(2)
  expect(did.at(-1)).toBe('noted, before the stop')
})

test('a window that does not close in the time of the job is refused: what it holds would be lost', async () => {
  const hour = 'Window(TumblingProcessingTimeWindows(3600000, 0), ProcessingTimeTrigger, All)'
  await expect(stoppingOf(hour)).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'the job has a processing-time window of 3600 s, which does not close within 600 s',
  })
})
