/** Specs of rows that a job of their own has not brought: its input is looked at before it is blamed. */
import { beforeEach, expect, test } from 'vitest'

import { runBounded } from '../../../../harness/property/batch/bounded-run.ts'
import { StreamassayError } from '../../../../harness/errors.ts'
import type { LoneRun } from '../../../../harness/property/batch/case-judge.ts'
import { prepareCheck } from '../../../../harness/property/prepare-check.ts'
import { fakeSession, kafka, splitLine } from '../../run/fake-kafka.ts'
import { flinkThat } from '../../run/flink-of-one-job.ts'
import { orders } from '../../run/orders.ts'
import { fakeStack } from '../../stack/fake-stack.ts'

beforeEach(() => void Object.assign(kafka, { did: [], output: [], isPrompt: false, failure: {}, foreign: 0 }))

type Session = ReturnType<typeof fakeSession>

/** One row through a job that is FINISHED and has written nothing. */
async function runLost(recordsIn: Session['recordsIn'] = fakeSession().recordsIn): Promise<LoneRun<unknown>> {
  await using made = await orders()
  await using flink = await flinkThat({ state: 'FINISHED' })
  const session = { ...fakeSession(), recordsIn }
  const stack = fakeStack({ flinkUrl: flink.url, kafka: session, log: () => Promise.resolve(splitLine()) })
  const prepared = await prepareCheck(made.scenario)
  const signal = new AbortController().signal
  return await runBounded(prepared, [{ id: 1, cents: 250 }], { stack, name: 'alone', signal, isOrdered: true })
}

test("rows that are lost are the job's doing where its input holds what was sent", async () => {
  expect(await runLost()).toMatchObject({ passes: false, comparison: { counts: { lost: 1 } } })
})

test('they are not judged where others have written into its input', async () => {
  kafka.foreign = 1
  await expect(runLost()).rejects.toMatchObject({
    code: 'STACK_FAILED',
    message: expect.stringMatching(/could not be judged: foreign records: alone-in has 1/),
    remedy: 'Let the job write to none of its input topics, and keep other programs from them.',
  })
})

test('they are not judged where the broker has deleted records of its input', async () => {
  const deleted = new StreamassayError('KAFKA_DRAIN_FAILED', 'the broker deleted earlier records', { remedy: 'none' })
  await expect(runLost(() => Promise.reject(deleted))).rejects.toBe(deleted)
})
