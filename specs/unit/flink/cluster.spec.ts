/** Specs of when a cluster is ready. */
import { expect, test } from 'vitest'

import { waitForCluster } from '../../../harness/flink/cluster.ts'
import { neverMs } from '../../patience.ts'
import { limitByHand } from '../limit-by-hand.ts'
import { fakeFlink } from './fake-flink.ts'

const overview = (taskmanagers: number, free: number) => ({
  body: { taskmanagers, 'slots-total': 4, 'slots-available': free, 'flink-version': '2.2.1' },
})

const unready = {
  status: 503,
  body: { errors: ['Service temporarily unavailable due to an ongoing leader election.'] },
}

test('a cluster is ready when its TaskManagers have registered and enough slots are free', async () => {
  await using flink = await fakeFlink({ 'GET /overview': [unready, overview(1, 4), overview(2, 1), overview(2, 4)] })
  const ready = await waitForCluster(flink.url, { taskManagers: 2, slots: 2, timeoutMs: neverMs })
  expect(ready).toEqual({ taskManagers: 2, slots: 4, freeSlots: 4, flinkVersion: '2.2.1' })
  expect(flink.asked).toHaveLength(4)
})

test('a cluster that has too little is told with what it has', async () => {
  await using flink = await fakeFlink({ 'GET /overview': overview(1, 1) })
  const limit = limitByHand()
  const ready = waitForCluster(flink.url, { taskManagers: 2, slots: 2, timeoutMs: limit.timeoutMs })
  await limit.pass(() => flink.asked.length > 1)
  await expect(ready).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: expect.stringMatching(
      /2 TaskManager\(s\) and 2 free slot\(s\); last seen: 1 TaskManager\(s\), 1 of 4 slots free/,
    ),
  })
})

test('a JobManager that never comes up is told with what its address answers', async () => {
  await using flink = await fakeFlink({ 'GET /overview': unready })
  const limit = limitByHand()
  const ready = waitForCluster(flink.url, { taskManagers: 1, slots: 1, timeoutMs: limit.timeoutMs })
  await limit.pass(() => flink.asked.length > 1)
  await expect(ready).rejects.toThrow(/answered 503: Service temporarily unavailable/)
})

test('the wait ends with the reason of the caller', async () => {
  await using flink = await fakeFlink({ 'GET /overview': unready })
  const signal = AbortSignal.abort(new Error('the TaskManager died'))
  await expect(waitForCluster(flink.url, { taskManagers: 1, slots: 1, timeoutMs: neverMs, signal })).rejects.toThrow(
    'died',
  )
})
