/** Specs of how long a job keeps its turn. */
import { expect, test } from 'vitest'

import { prepare } from '../../../../harness/run/prepare.ts'
import type { JobPlan } from '../../../../harness/run/job/run-job.ts'
import { Stages } from '../../../../harness/run/stages.ts'
import { inTurn } from '../../../../harness/run/turn/in-turn.ts'
import { takeJobTurn } from '../../../../harness/run/turn/job-turn.ts'
import { noJob } from '../../../../harness/verdict/run-account.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { orders } from '../orders.ts'

/** A broker that does not say who writes in transactions: every job holds its turn until it has ended. */
async function jobs() {
  await using made = await orders({})
  const prepared = await prepare(made.scenario)
  const plan: JobPlan = {
    stack: fakeStack(),
    topics: { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' },
    signal: new AbortController().signal,
    stages: new Stages(() => undefined),
    tell: () => undefined,
    onSubmitted: () => undefined,
  }
  const isFree = async (): Promise<boolean> => {
    // Whoever has to wait is told so, and gives up then.
    const told = new AbortController()
    const turn = takeJobTurn(prepared, { ...plan, signal: told.signal, tell: (text) => told.abort(new Error(text)) })
    return turn.then(
      (taken) => taken[Symbol.asyncDispose]().then(() => true),
      (error: unknown) => {
        if (error !== told.signal.reason) throw error
        return false
      },
    )
  }
  return { prepared, plan, isFree }
}

const cancel = (): Promise<void> => Promise.reject(new Error('it does not react'))

const finished = { ...noJob, state: 'FINISHED' }

test('a job that has ended has given its turn back', async () => {
  const { prepared, plan, isFree } = await jobs()
  let wasFree = true
  await inTurn(prepared, plan, async () => {
    wasFree = await isFree()
    return { job: finished }
  })
  expect([wasFree, await isFree()]).toEqual([false, true])
})

test('a job that goes on keeps its turn until it is cancelled, also where that fails', async () => {
  const { prepared, plan, isFree } = await jobs()
  const ended = await inTurn(prepared, plan, () => Promise.resolve({ job: { ...noJob, state: 'RUNNING' }, cancel }))
  expect(await isFree()).toBe(false)
  await expect(ended.cancel?.()).rejects.toThrow('it does not react')
  expect(await isFree()).toBe(true)
})

test('a job that cannot be run has given its turn back', async () => {
  const { prepared, plan, isFree } = await jobs()
  await expect(inTurn(prepared, plan, () => Promise.reject(new Error('no slot')))).rejects.toThrow('no slot')
  expect(await isFree()).toBe(true)
})
