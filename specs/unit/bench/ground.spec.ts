/** The limit that every measurement is under. */
import { expect, onTestFinished, test, vi } from 'vitest'

import { timed, within } from '../../../bench/ground.ts'
import { StreamassayError } from '../../../harness/errors.ts'
import { neverMs, onlyThisEndsItMs } from '../../patience.ts'

const never = new AbortController().signal
const forever = () => new Promise<never>(() => undefined)

test('work that ends in time gives its value', async () => {
  expect(await within('a row', neverMs, never, async () => 7)).toBe(7)
})

test('a limit that has passed names what was awaited, and aborts the work', async () => {
  let seen: AbortSignal = never
  const late = within('a row in the output', onlyThisEndsItMs, never, (signal) => {
    seen = signal
    return forever()
  })
  await expect(late).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'waited 0.2 s for a row in the output',
  })
  expect(seen.aborted).toBe(true)
})

test('an interruption is passed on as it is', async () => {
  const interrupted = new StreamassayError('INTERRUPTED', 'interrupted by SIGINT', { remedy: 'again' })
  await expect(within('a row', neverMs, AbortSignal.abort(interrupted), forever)).rejects.toBe(interrupted)
})

test("the work's own failure is passed on as it is", async () => {
  const failing = within('a row', neverMs, never, () => Promise.reject(new Error('no broker')))
  await expect(failing).rejects.toThrow('no broker')
})

test('time is told in seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const timing = timed(async () => {
    vi.advanceTimersByTime(1500)
    return 'pass'
  })
  expect(await timing).toEqual({ seconds: 1.5, value: 'pass' })
})
