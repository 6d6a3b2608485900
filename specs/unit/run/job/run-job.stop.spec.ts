/** What becomes of a job that is to be stopped, and cannot be: how it ended, where it has ended, is what is told. */
import { setTimeout as pause } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import { type JobEnd, type JobPlan, runJob } from '../../../../harness/run/job/run-job.ts'
import { Stages } from '../../../../harness/run/stages.ts'
import { untilAborted } from '../../../../harness/wait-until.ts'
import { onlyThisEndsItMs } from '../../../patience.ts'
import type { FakeFlink } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { failures, flinkThat, untilCancelled } from '../flink-of-one-job.ts'
import { orders } from '../orders.ts'

const neverEnds = new Promise<never>(() => undefined)
const nobody = (): void => undefined
const looks = (asked: readonly string[]): number => asked.filter((line) => line.startsWith('GET /jobs/')).length

async function stopped(flink: FakeFlink, error: unknown): Promise<JobEnd> {
  return await endedWith(flink, () => Promise.reject(error))
}

async function endedWith(flink: FakeFlink, stop: NonNullable<JobPlan['stop']>): Promise<JobEnd> {
  await using made = await orders({ ends: 'when-stopped' })
  return await runJob(await prepare(made.scenario), {
    stack: fakeStack({ flinkUrl: flink.url }),
    topics: { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' },
    signal: new AbortController().signal,
    stages: new Stages(nobody),
    tell: nobody,
    onSubmitted: nobody,
    stop,
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

test('one that is seen to end first is waited for until its savepoint is removed', async () => {
  await using flink = await flinkThat({ state: (asked) => (looks(asked) < 4 ? 'RUNNING' : 'FINISHED') })
  const steps: string[] = []
  const ended = await endedWith(flink, async (job, signal) => {
    await untilAborted(neverEnds, signal).catch(() => steps.push('overtaken'))
    if (job.run?.aborted === false) steps.push('the run goes on')
    await pause(onlyThisEndsItMs)
    steps.push('removed')
  })
  expect(ended.job.state).toBe('FINISHED')
  expect(steps).toEqual(['overtaken', 'the run goes on', 'removed'])
})
