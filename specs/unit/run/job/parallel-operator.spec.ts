/** Specs of the look for operators that run in parallel, at a job that has only just been submitted. */
import { expect, test } from 'vitest'

import { parallelOperator } from '../../../../harness/run/job/parallel-operator.ts'
import { fakeFlink, vertex } from '../../flink/fake-flink.ts'

const standing = (state: string, vertices: readonly object[] = []) => ({
  body: { jid: 'a1', name: 'orders', state, duration: 1, 'status-counts': {}, vertices },
})

const quiet = new AbortController().signal

test('a job without operators yet is waited for', async () => {
  const wide = vertex('Sink: Writer', { parallelism: 2 })
  await using flink = await fakeFlink({
    'GET /jobs/a1': [standing('INITIALIZING'), standing('INITIALIZING'), standing('CREATED', [vertex('Source'), wide])],
  })
  const found = await parallelOperator({ flinkUrl: flink.url, jobId: 'a1' }, quiet)
  expect(found).toMatchObject({ name: 'Sink: Writer', parallelism: 2 })
})

test.each([
  ['a job whose operators all run once', standing('RUNNING', [vertex('Source')])],
  ['a job that failed before it had any', standing('FAILED')],
])('%s has none', async (_, answer) => {
  await using flink = await fakeFlink({ 'GET /jobs/a1': answer })
  expect(await parallelOperator({ flinkUrl: flink.url, jobId: 'a1' }, quiet)).toBeNull()
})
