/** Specs of how a check takes the bad end of a job: on a TaskManager without room it proves nothing. */
import { expect, test } from 'vitest'

import type { JobFailure } from '../../../harness/property/batch/case-judge.ts'
import { accountOfCheck, KnownOfCheck } from '../../../harness/property/known.ts'
import { prepareCheck } from '../../../harness/property/prepare-check.ts'
import { unplaced } from '../../../harness/verdict/run-account.ts'
import { orders } from '../run/orders.ts'
import { fakeStack } from '../stack/fake-stack.ts'

const raised = { ...unplaced, type: 'BlockingIOError', message: '[Errno 11] Resource temporarily unavailable' }
const crash = { how: 'the job ended as FAILED', exception: raised }
const silence = { how: 'no more rows arrived from the job for 15 s', exception: null }
const flood = {
  how: 'the job wrote more than 10020 rows, and 2 were expected',
  exception: null,
  isEndless: true,
} as const

/** What is known of a check of which one row has failed, alone too. */
async function failedWith(failure: JobFailure | null) {
  await using made = await orders({})
  const prepared = await prepareCheck(made.scenario)
  const known = new KnownOfCheck(prepared)
  const rows = [{ id: 1, cents: 250 }]
  known.failing = { rows, source: 'generated', place: null, foundRows: 1, isSmallest: true, failure }
  known.lone = { passes: false, reason: 'wrong', comparison: null, expected: [], observed: [], failure }
  return { known, prepared }
}

test.each([
  ['a job that fails', crash, 'failed'],
  ['one that says nothing any more', silence, 'did not come to its end'],
  ['one that writes without end: wherever it runs', flood, null],
  ['rows that are wrong', null, null],
])('the bad end of %s', async (_, failure, end) => {
  const { known } = await failedWith(failure)
  expect(known.badEnd()).toBe(end)
})

test('whatever keeps a check from its end is a bad end, and none without it', async () => {
  await using made = await orders({})
  const known = new KnownOfCheck(await prepareCheck(made.scenario))
  expect(known.badEnd()).toBeNull()
  known.problem = { what: 'these rows could not be judged', remedy: null }
  expect(known.badEnd()).toBe('did not come to its end')
})

test('rows that are wrong in a job of their own prove it, however a job ended in which they were among others', async () => {
  const { known } = await failedWith(crash)
  const { lone } = known
  if (lone !== null) known.lone = { ...lone, failure: null }
  expect(known.badEnd()).toBeNull()
  known.problem = { what: 'the stack is full', remedy: null }
  known.failing = null
  expect(known.badEnd()).toBeNull()
  // One that passes alone proves nothing.
  if (lone !== null) known.lone = { ...lone, failure: null, passes: true }
  expect(known.badEnd()).toBe('did not come to its end')
})

test('a counterexample that failed on a TaskManager without room is unknown, by the name of the limit', async () => {
  const { known, prepared } = await failedWith(crash)
  known.full = { what: 'the job failed on a TaskManager that has reached its limits: …', remedy: 'Renew the stack.' }
  const startedAt = new Date()
  const identity = { prepared, stack: fakeStack(), checkId: 'c1', startedAt, rerunCommand: () => 'again' }
  expect(accountOfCheck(known, identity)).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringMatching(/^the job failed on a TaskManager that has reached its limits/),
    remedy: 'Renew the stack.',
  })
})

test('a case that was asked for by its path is asked for again, though it passed', async () => {
  await using made = await orders({})
  const asked = { seed: 7, path: '1:0' }
  for (const [options, place] of [[asked, asked] as const, [{ seed: 7 }, null] as const]) {
    const prepared = await prepareCheck(made.scenario, options)
    const places: unknown[] = []
    const identity = {
      prepared,
      stack: fakeStack(),
      checkId: 'c1',
      startedAt: new Date(),
      rerunCommand: (...of: unknown[]) => `${places.push(...of)}`,
    }
    accountOfCheck(new KnownOfCheck(prepared), identity)
    expect(places).toEqual([place, 7])
  }
})
