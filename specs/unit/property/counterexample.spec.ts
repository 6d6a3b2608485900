/** Specs of the run of a stream that has failed, alone: what is no failure of its rows. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../harness/errors.ts'
import type { CaseJudge } from '../../../harness/property/batch/case-judge.ts'
import { confirmAlone } from '../../../harness/property/counterexample.ts'
import { KnownOfCheck } from '../../../harness/property/known.ts'
import { prepareCheck } from '../../../harness/property/prepare-check.ts'
import { fakeStack } from '../stack/fake-stack.ts'
import { orders, type Price } from '../run/orders.ts'

test('a job that was never submitted did not hang on the rows', async () => {
  await using made = await orders({})
  const prepared = await prepareCheck(made.scenario)
  const late = new StreamassayError('WAIT_TIMED_OUT', 'waited 30 s for the topics', { remedy: 'See the broker.' })
  const { kafka, ...addresses } = fakeStack()
  const stack = { ...addresses, kafka: { ...kafka, createTopics: () => Promise.reject(late) } }
  const judge: CaseJudge<{ id: number; cents: number }, Price> = {
    width: 1,
    restarts: 0,
    unexplained: null,
    judge: () => Promise.resolve([]),
    alone: () => Promise.reject(new Error('not asked')),
    finish: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const search = {
    prepared,
    stack,
    checkId: 'c1',
    known: new KnownOfCheck(prepared),
    signal: new AbortController().signal,
  }
  await expect(confirmAlone(search, judge)).rejects.toBe(late)
})
