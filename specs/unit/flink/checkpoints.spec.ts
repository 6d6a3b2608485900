/** What is read of a job's checkpoints, from answers of a real Flink 2.2.1 (without their histories). */
import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { readCheckpoints } from '../../../harness/flink/checkpoints.ts'
import { fakeFlink } from './fake-flink.ts'

const recorded = (name: string) => ({
  body: JSON.parse(readFileSync(new URL(`checkpoints/${name}.json`, import.meta.url), 'utf8')) as object,
})

test('a job whose TaskManager died has some that failed, and began anew from one', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': recorded('restarted') })
  expect(await readCheckpoints(flink.url, 'a1')).toEqual({
    completed: 6,
    failed: 14,
    restored: 1,
    hasSavepoint: false,
    durationMs: { p50: 103.5, p95: 244, max: 244 },
    sizeBytes: { p50: 940, p95: 1093, max: 1093 },
    lastFailure: 'Trigger checkpoint failure.',
  })
})

test('a job that was stopped has a savepoint', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': recorded('stopped') })
  expect(await readCheckpoints(flink.url, 'a1')).toEqual({
    completed: 1,
    failed: 0,
    restored: 0,
    hasSavepoint: true,
    durationMs: { p50: 401, p95: 401, max: 401 },
    sizeBytes: { p50: 2384, p95: 2384, max: 2384 },
    lastFailure: null,
  })
})

test('a job that has begun none has no account of them, and neither has one that Flink knows none of', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': recorded('none') })
  expect(await readCheckpoints(flink.url, 'a1')).toBeNull()
  await using without = await fakeFlink({})
  expect(await readCheckpoints(without.url, 'a1')).toBeNull()
})

test('an answer of another shape is told', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/a1/checkpoints': { body: { counts: {} } } })
  await expect(readCheckpoints(flink.url, 'a1')).rejects.toMatchObject({ code: 'FLINK_REST_FAILED' })
})
