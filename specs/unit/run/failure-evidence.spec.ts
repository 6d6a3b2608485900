/** Specs of what a run that did not pass leaves beside its account. */
import { expect, test } from 'vitest'

import { evidenceOfFailure } from '../../../harness/run/failure-evidence.ts'
import { noJob } from '../../../harness/verdict/run-account.ts'
import { fakeFlink } from '../flink/fake-flink.ts'
import { fakeStack } from '../stack/fake-stack.ts'
import { failedJob } from '../verdict/runs.ts'

test('a run that passed leaves no more', async () => {
  expect(await evidenceOfFailure(fakeStack(), { verdict: 'pass', job: failedJob }, {})).toEqual({})
})

const inspect = (part: string): Promise<object> =>
  part === 'kafka'
    ? Promise.reject(new Error('no such container'))
    : Promise.resolve({ Name: part, Config: { Env: ['LANG=C', 'DB_PASSWORD=a b'] } })

test('one that failed leaves how its job, the containers and the threads stood, without secrets', async () => {
  await using flink = await fakeFlink({ 'GET /jobs/': { body: { jid: 'a1' } } })
  const stack = fakeStack({ flinkUrl: flink.url, inspect })
  const { job, containers, threads } = await evidenceOfFailure(
    stack,
    { verdict: 'fail', job: failedJob },
    { threads: { 'python.txt': 'Thread 1' } },
  )
  expect(Object.keys(job ?? {})).toEqual(['job.json', 'plan.json', 'checkpoints.json', 'configuration.json'])
  expect(containers?.['kafka.json']).toBe('(not available: no such container)\n')
  expect(JSON.parse(containers?.['taskmanager.json'] ?? '')).toEqual({
    Name: 'taskmanager',
    Config: { Env: ['LANG=C', 'DB_PASSWORD=***'] },
  })
  expect(threads).toEqual({ 'python.txt': 'Thread 1' })
})

test('without a job there is nothing of a job', async () => {
  expect(Object.keys(await evidenceOfFailure(fakeStack(), { verdict: 'unknown', job: noJob }, {}))).toEqual([
    'containers',
  ])
})
