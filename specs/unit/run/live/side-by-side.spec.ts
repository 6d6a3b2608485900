/** Specs of what goes on at the same time: one failure ends all of it, and a sentinel that stays out is told. */
import { expect, test } from 'vitest'

import type { Unproven } from '../../../../harness/run/job/run-job.ts'
import { sentinelAfter, together } from '../../../../harness/run/live/side-by-side.ts'
import { untilAborted } from '../../../../harness/wait-until.ts'
import { onlyThisEndsItMs } from '../../../patience.ts'
import { orders } from '../orders.ts'

const quiet = new AbortController().signal
const never = new Promise<void>(() => undefined)

test('work side by side is done when all of it is', async () => {
  const failure = new AbortController()
  const slow = Promise.withResolvers<void>()
  const all = together(failure, [Promise.resolve(), slow.promise])
  const first = await Promise.race([all.then(() => 'all'), Promise.resolve('not yet')])
  slow.resolve()
  await all
  expect(first).toBe('not yet')
  expect(failure.signal.aborted).toBe(false)
})

test('the first failure ends the rest, and is what is thrown', async () => {
  const failure = new AbortController()
  const broken = Promise.reject(new Error('the broker is gone'))
  const endedByIt = untilAborted(never, failure.signal)
  await expect(together(failure, [endedByIt, broken])).rejects.toThrow('the broker is gone')
  await expect(endedByIt).rejects.toThrow('the broker is gone')
})

async function proofOf(
  replayed: Promise<unknown>,
  sentinelSeen: Promise<void>,
  { signal = quiet, isUndecided = false }: { signal?: AbortSignal; isUndecided?: boolean } = {},
): Promise<Unproven | null | undefined> {
  await using made = await orders({ jobTimeoutMs: onlyThisEndsItMs })
  const output = { sentinelSeen, isUndecided: () => Promise.resolve(isUndecided) }
  return await sentinelAfter(replayed, output, made.scenario).proven?.(signal)
}

test('a job is proven when all has been sent and its sentinel is out', async () => {
  expect(await proofOf(Promise.resolve(), Promise.resolve())).toBeNull()
})

test('the time for a sentinel begins when all has been sent', async () => {
  const replayed = Promise.withResolvers<void>()
  const proof = proofOf(replayed.promise, never)
  const limit = AbortSignal.timeout(2 * onlyThisEndsItMs)
  await expect(untilAborted(proof, limit)).rejects.toThrow('aborted due to timeout')
  replayed.resolve()
  expect(await proof).toEqual({
    unproven: 'the output of the sentinel is missing 0.2 s after all rows were sent',
  })
})

test('a sentinel that may be in an open transaction has this for a reason, and checkpointing for a remedy', async () => {
  expect(await proofOf(Promise.resolve(), never, { isUndecided: true })).toEqual({
    unproven: 'the output of the sentinel is missing 0.2 s after all rows were sent: rows are in an open transaction',
    remedy: expect.stringMatching(/^Turn on checkpointing, .*\.$/),
  })
})

test('whatever ends the run ends the wait for the sentinel', async () => {
  const reason = new Error('interrupted')
  await expect(proofOf(Promise.resolve(), never, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  const replayed = Promise.withResolvers<void>()
  const proof = proofOf(replayed.promise, never)
  replayed.promise.catch(() => undefined)
  replayed.reject(reason)
  await expect(proof).rejects.toBe(reason)
})
