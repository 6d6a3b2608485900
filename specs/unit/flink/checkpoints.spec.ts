/** Specs of what Flink says of a job's checkpoints; the answers are of Flink 2.2.1, shortened. */
import { expect, test } from 'vitest'

import { readCheckpoints } from '../../../harness/flink/checkpoints.ts'
import { fakeFlink } from './fake-flink.ts'

const statistics = (p50: number | 'NaN', p95: number | 'NaN', max: number) => ({ min: 0, max, avg: 0, p50, p95 })
const answer = (completed: number, failed: number, latest: object = {}) => ({
  body: {
    counts: { restored: 0, total: completed + failed, in_progress: 0, completed, failed },
    summary: {
      checkpointed_size: completed === 0 ? statistics('NaN', 'NaN', 0) : statistics(1200, 1300, 1400),
      end_to_end_duration: completed === 0 ? statistics('NaN', 'NaN', 0) : statistics(12, 35.5, 41),
    },
    latest: { completed: null, savepoint: null, failed: null, restored: null, ...latest },
  },
})

test('those that were completed are counted and timed', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': answer(12, 0) })
  expect(await readCheckpoints(flink.url, 'a1')).toEqual({
    completed: 12,
    failed: 0,
    durationMs: { p50: 12, p95: 35.5, max: 41 },
    largestBytes: 1400,
    lastFailure: null,
  })
})

test('of those that failed the last is told with its reason', async () => {
  const failed = { failed: { id: 3, failure_message: 'Checkpoint expired before completing.' } }
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': answer(0, 3, failed) })
  expect(await readCheckpoints(flink.url, 'a1')).toEqual({
    completed: 0,
    failed: 3,
    durationMs: null,
    largestBytes: null,
    lastFailure: 'Checkpoint expired before completing.',
  })
})

test('a job without checkpoints has none to tell of', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': answer(0, 0) })
  expect(await readCheckpoints(flink.url, 'a1')).toBeNull()
})
