/** Specs of what becomes of the topics of a run at its end. */
import { beforeEach, expect, test } from 'vitest'

import { clearTopics } from '../../../harness/run/run-topics.ts'
import { fakeStack } from '../stack/fake-stack.ts'
import { fakeSession, kafka } from './fake-kafka.ts'

const stack = fakeStack({ kafka: fakeSession() })

beforeEach(() => {
  kafka.did.length = 0
  kafka.failure = {}
})

test.each([
  ['deleted from a kept stack', { isStackKept: true }, ['topics deleted']],
  ['left on a kept stack if they are to stay', { isStackKept: true, keepTopics: true }, []],
  ['left on any other stack, which goes with them', {}, []],
])('topics are %s', async (_title, afterwards, did) => {
  expect(await clearTopics(stack, 'run-1', afterwards)).toBeNull()
  expect(kafka.did).toEqual(did)
})

test('topics that cannot be deleted are a line', async () => {
  kafka.failure.deletion = new Error('no answer within 5 s')
  expect(await clearTopics(stack, 'run-1', { isStackKept: true })).toBe(
    'topics of run-1 stay on the kept stack: no answer within 5 s',
  )
})

test('nothing is deleted from a stack that died', async () => {
  const dead = AbortSignal.abort(new Error('the container of kafka exited with 137'))
  expect(await clearTopics({ ...stack, dead }, 'run-1', { isStackKept: true })).toBeNull()
  expect(kafka.did).toEqual([])
})
