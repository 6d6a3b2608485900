/** Specs of the end of a job that is stopped. */
import { expect, test } from 'vitest'

import type { LedgerEntry } from '../../../../harness/kafka/replay/replay.ts'
import { stopWhenRead } from '../../../../harness/run/live/stop-when-read.ts'
import { runningFlink } from '../../flink/running/running-flink.ts'
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
  await using made = await orders({ ends: 'when-stopped', jobTimeoutMs: 5000 })
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
