/** Specs of the wait for a job's watermark. */
import { expect, test } from 'vitest'

import { readWatermark, waitForWatermark } from '../../../../harness/flink/running/watermarks.ts'
import { neverMs } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import type { FakeFlink } from '../fake-flink.ts'
import { runningFlink } from './running-flink.ts'

const none = '-9223372036854775808'
const watermark = '0.currentInputWatermark'
const wait = (flinkUrl: string, watermarkMs: number, timeoutMs = neverMs) => ({
  flinkUrl,
  jobId: 'a1',
  watermarkMs,
  timeoutMs,
  signal: new AbortController().signal,
})

test('is over when every operator that has one has come so far', async () => {
  await using flink = await runningFlink({
    window: { [watermark]: [none, '99', '100'], '1.currentInputWatermark': ['100'] },
  })
  await waitForWatermark(wait(flink.url, 100))
  expect(flink.asked.filter((line) => line.includes('?get='))).toHaveLength(3)
})

test('the one furthest behind counts', async () => {
  await using flink = await runningFlink({ source: { [watermark]: ['7'] }, window: { [watermark]: ['3'] } })
  expect(await readWatermark({ flinkUrl: flink.url, jobId: 'a1' })).toBe(3)
})

test('an operator that keeps a watermark back has not come so far, and one that no watermark reaches does not count', async () => {
  await using flink = await runningFlink({
    source: { '0.Source.currentOutputWatermark': [none] },
    window: { [watermark]: ['7'], '0.Window.currentOutputWatermark': ['3'], '0.Map.currentInputWatermark': ['3'] },
  })
  expect(await readWatermark({ flinkUrl: flink.url, jobId: 'a1' })).toBe(3)
})

/** Waits in vain; the time passes when the job has been looked at once, and is looked at again. */
async function late(flink: FakeFlink, watermarkMs: number): Promise<void> {
  const limit = limitByHand()
  const waiting = waitForWatermark(wait(flink.url, watermarkMs, limit.timeoutMs))
  await limit.pass(() => flink.asked.filter((line) => line === 'GET /jobs/a1').length > 1)
  await waiting
}

test('says at its limit how far event time has come', async () => {
  await using begun = await runningFlink({ window: { [watermark]: ['1325376000000'] } })
  await expect(late(begun, 1_325_376_000_001)).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message:
      'waited 0.2 s for the watermark of the job a1 to reach 2012-01-01T00:00:00.001Z, after which a row is late; last seen: 2012-01-01T00:00:00.000Z',
  })
  await using fresh = await runningFlink({ window: { [watermark]: [none] } })
  await expect(late(fresh, 1)).rejects.toThrow('last seen: none yet')
  await using timeless = await runningFlink({})
  await expect(late(timeless, 1)).rejects.toThrow('last seen: no operator that has one')
})
