/** Specs of the end of a job that is kept running: its turn is given back once it has ended. */
import { expect, test } from 'vitest'

import type { OutputReading } from '../../../../harness/kafka/drain/output-reading.ts'
import { RunningJob } from '../../../../harness/property/batch/running-job.ts'
import { packageJob } from '../../../../harness/flink/submission/package-job.ts'
import { type FakeAnswer, fakeFlink } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { orders } from '../../run/orders.ts'

const standing = (state: string) => ({
  body: { jid: 'a1', name: 'orders', state, duration: 1, 'status-counts': {}, vertices: [] },
})
const refusal = { status: 500, body: { errors: ['busy'] } }
const accepted = { status: 202, body: {} }

/** A job that ends when Flink accepts its cancellation. */
async function running(cancels: readonly FakeAnswer[], endReading = () => Promise.resolve()) {
  await using resources = new AsyncDisposableStack()
  const made = resources.use(await orders({}))
  const left = [...cancels]
  let state = 'RUNNING'
  const flink = resources.use(
    await fakeFlink({
      'GET /jobs/a1': () => standing(state),
      'PATCH /jobs/a1': () => {
        const answer = left.shift() ?? accepted
        if (answer === accepted) state = 'CANCELED'
        return answer
      },
    }),
  )
  const reading: OutputReading = {
    failed: new AbortController().signal,
    rowsInTransactions: 0,
    isUndecided: () => Promise.resolve(false),
    appended: () => Promise.resolve({ ends: [0n], undecided: 0n }),
    toEnd: () => Promise.resolve([0n]),
    [Symbol.asyncDispose]: endReading,
  }
  const { kafka, ...addresses } = fakeStack({ flinkUrl: flink.url })
  const order: string[] = []
  const prepared = { scenario: made.scenario, jobPackage: await packageJob(made.scenario.job), sides: [] }
  const job = new RunningJob(prepared, {
    stack: { ...addresses, kafka: { ...kafka, read: () => reading } },
    jobId: 'a1',
    inputTopic: 'in',
    outputTopic: 'out',
    signal: new AbortController().signal,
    turn: { [Symbol.asyncDispose]: async () => void order.push(`turn given back, the job is ${state}`) },
    untilRead: () => Promise.resolve(),
  })
  const cancellations = () => flink.asked.filter((line) => line.startsWith('PATCH')).length
  const moved = resources.move()
  return { job, order, cancellations, [Symbol.asyncDispose]: () => moved.disposeAsync() }
}

test('a cancellation that failed is tried again before the turn is given back', async () => {
  await using made = await running([refusal])
  await expect(made.job.finish()).rejects.toMatchObject({ code: 'FLINK_REST_FAILED' })
  await made.job[Symbol.asyncDispose]()
  expect(made.order).toEqual(['turn given back, the job is CANCELED'])
  expect(made.cancellations()).toBe(2)
})

test('a job is cancelled once, also if it is disposed of meanwhile', async () => {
  await using made = await running([])
  await Promise.all([made.job.finish(), made.job[Symbol.asyncDispose]()])
  await made.job[Symbol.asyncDispose]()
  expect(made.cancellations()).toBe(1)
})

test('a reading that cannot be ended keeps no turn', async () => {
  await using made = await running([], () => Promise.reject(new Error('no broker')))
  await expect(made.job[Symbol.asyncDispose]()).rejects.toThrow('no broker')
  expect(made.order).toEqual(['turn given back, the job is CANCELED'])
})
