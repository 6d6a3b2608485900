/** Specs of the start of a job that is kept running, as far as its turn goes. */
import { expect, test } from 'vitest'

import { startLiveJob } from '../../../../harness/property/batch/live-job.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import { takeJobTurn } from '../../../../harness/run/turn/job-turn.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { orders } from '../../run/orders.ts'

test('the wait for the turn ends when the stack dies', async () => {
  await using made = await orders({})
  const prepared = await prepare(made.scenario)
  const death = new AbortController()
  const { kafka, ...addresses } = fakeStack({ dead: death.signal })
  const stack = { ...addresses, kafka: { ...kafka, createTopics: () => Promise.resolve() } }
  const signal = new AbortController().signal
  const topics = { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' }
  await using turn = await takeJobTurn(prepared, { stack, topics, signal, tell: () => undefined })
  const starting = startLiveJob(prepared, { stack, name: 'check', signal })
  death.abort(new Error('the broker died'))
  await expect(starting).rejects.toThrow('the broker died')
  expect(turn.isHeld).toBe(true)
})
