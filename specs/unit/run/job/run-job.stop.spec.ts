/** What becomes of a job that is to be stopped, and cannot be: how it ended, where it has ended, is what is told. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import { type JobEnd, runJob } from '../../../../harness/run/job/run-job.ts'
import { Stages } from '../../../../harness/run/stages.ts'
import type { FakeFlink } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { failures, flinkThat, untilCancelled } from '../flink-of-one-job.ts'
import { orders } from '../orders.ts'

const nobody = (): void => undefined
const looks = (asked: readonly string[]): number => asked.filter((line) => line.startsWith('GET /jobs/')).length

async function stopped(flink: FakeFlink, error: unknown): Promise<JobEnd> {
  await using made = await orders({ ends: 'when-stopped' })
  return await runJob(await prepare(made.scenario), {
    stack: fakeStack({ flinkUrl: flink.url }),
    topics: { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' },
    signal: new AbortController().signal,
    stages: new Stages(nobody),
    tell: nobody,
    onSubmitted: nobody,
    stop: () => Promise.reject(error),
  })
}

const noSavepoint = new StreamassayError('JOB_STOP_FAILED', 'no savepoint', { remedy: 'none' })

test('one that fails in a window that closes as it is stopped has failed, with what it raised', async () => {
  await using flink = await flinkThat({
    // That it has failed is seen some looks after it could not be stopped.
    state: (asked) => (looks(asked) < 6 ? 'RUNNING' : 'FAILED'),
    failures: failures('java.lang.IllegalStateException: in the last window'),
  })
  expect((await stopped(flink, noSavepoint)).job).toMatchObject({
    state: 'FAILED',
    exception: { message: 'in the last window' },
  })
})

test('one that had ended by itself is told as that', async () => {
  await using flink = await flinkThat({ state: (asked) => (looks(asked) < 4 ? 'RUNNING' : 'FINISHED') })
  expect((await stopped(flink, noSavepoint)).job.state).toBe('FINISHED')
})

test('one that is late is cancelled, and proves nothing', async () => {
  await using flink = await flinkThat({ state: untilCancelled })
  const remedy = 'Allow the job more time (`jobTimeoutMs`).'
  const late = new StreamassayError('WAIT_TIMED_OUT', 'rows still came after 1 s', { remedy })
  expect(await stopped(flink, late)).toMatchObject({ unproven: 'rows still came after 1 s', remedy })
  expect(flink.asked.some((line) => line.startsWith('PATCH /jobs/'))).toBe(true)
})

test('what else keeps a job from being stopped is told at once', async () => {
  await using flink = await flinkThat({ state: untilCancelled })
  const late = new StreamassayError('OPTION_INVALID', 'something else', { remedy: 'none' })
  await expect(stopped(flink, late)).rejects.toBe(late)
})
