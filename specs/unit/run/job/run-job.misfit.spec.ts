/** What becomes of a job that must not be left to end with its input: it is cancelled, unless it ends by itself meanwhile. */
import { expect, test } from 'vitest'

import { prepare } from '../../../../harness/run/prepare.ts'
import { type JobEnd, runJob } from '../../../../harness/run/job/run-job.ts'
import { Stages } from '../../../../harness/run/stages.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { failures, flinkThat } from '../flink-of-one-job.ts'
import { orders } from '../orders.ts'

const nobody = (): void => undefined

/** The end of a job that is in that state once it is to be cancelled. */
async function cancelledAs(state: string): Promise<JobEnd> {
  await using flink = await flinkThat({
    state: (asked) => (asked.some((line) => line.startsWith('PATCH')) ? state : 'RUNNING'),
    ...(state === 'FAILED' && { failures: failures('a.B: in the last row') }),
  })
  await using made = await orders()
  return await runJob(await prepare(made.scenario), {
    stack: fakeStack({ flinkUrl: flink.url }),
    topics: { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' },
    signal: new AbortController().signal,
    stages: new Stages(nobody),
    tell: nobody,
    onSubmitted: nobody,
    misfit: async () => ({ kind: 'unbounded' }),
  })
}

test('one that could be cancelled proves nothing', async () => {
  expect(await cancelledAs('CANCELED')).toMatchObject({ unproven: expect.stringContaining('still runs') })
})

test.each(['FINISHED', 'FAILED'])('one that is %s by then is judged by that', async (state) => {
  const ended = await cancelledAs(state)
  expect(ended.job.state).toBe(state)
  expect(ended).not.toHaveProperty('unproven')
})

test('what it failed with is told', async () => {
  expect((await cancelledAs('FAILED')).job.exception).toMatchObject({ message: 'in the last row' })
})
