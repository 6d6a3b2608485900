/** What is told of a job besides how it ended: its checkpoints, and what it did while it ran. */
import { expect, test } from 'vitest'

import { prepare } from '../../../../harness/run/prepare.ts'
import { type JobEnd, runJob } from '../../../../harness/run/job/run-job.ts'
import { Stages } from '../../../../harness/run/stages.ts'
import { type FakeFlink, vertex } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { flinkThat } from '../flink-of-one-job.ts'
import { orders } from '../orders.ts'

const nobody = (): void => undefined

/** Of a job that never ends, what proves it is there at once. */
async function runOn(flink: FakeFlink, options: Parameters<typeof orders>[0] = {}): Promise<JobEnd> {
  await using made = await orders(options)
  return await runJob(await prepare(made.scenario), {
    stack: fakeStack({ flinkUrl: flink.url }),
    topics: { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' },
    signal: new AbortController().signal,
    stages: new Stages(nobody),
    tell: nobody,
    onSubmitted: nobody,
    ...(options?.ends === 'never' && { proven: async () => null }),
  })
}

test('checkpoints are told of a job that has ended, and of one that never ends once it is proven', async () => {
  const spread = { p50: 3, p95: 4, max: 5 }
  const told = {
    counts: { total: 2, completed: 2, failed: 0, restored: 0 },
    summary: { end_to_end_duration: spread, checkpointed_size: spread },
    latest: { savepoint: null, failed: null },
  }
  const checkpoints = expect.objectContaining({ completed: 2, durationMs: spread })
  await using running = await flinkThat({ state: 'RUNNING', checkpoints: { body: told } })
  expect((await runOn(running, { ends: 'never', sentinel: { id: 9, cents: 1 } })).job).toMatchObject({ checkpoints })
  await using finished = await flinkThat({ state: 'FINISHED', checkpoints: { body: told } })
  expect((await runOn(finished)).job).toMatchObject({ checkpoints })
})

// A second goes by from one look to the next.
const looks = (asked: readonly string[]): number => asked.filter((line) => line.startsWith('GET /jobs/')).length

const counts = (asked: readonly string[]) => ({
  'read-records': 40 * looks(asked),
  'write-records': 10 * looks(asked),
  'accumulated-busy-time': 250 * looks(asked),
  'accumulated-idle-time': 750 * looks(asked),
  'accumulated-backpressured-time': 0,
})

test('what a job did while it ran is told of one that ran for more than two seconds', async () => {
  await using flink = await flinkThat({
    state: (asked) => (looks(asked) < 4 ? 'RUNNING' : 'FINISHED'),
    standing: (asked) => ({
      duration: 1000 * looks(asked),
      vertices: [vertex('Source', { metrics: counts(asked) })],
    }),
  })
  const ended = await runOn(flink)
  expect(ended.job.load?.operators).toMatchObject([
    { name: 'Source', recordsInPerSecond: { mean: 40, peak: 40 }, busy: { mean: 0.25, peak: 0.25 } },
  ])
  expect(ended.loadSamples).toHaveLength(ended.job.load?.samples ?? NaN)
})
