/** The limit that every measurement is under. */
import { expect, test } from 'vitest'

import { timed, within } from '../../../bench/ground.ts'
import { StreamassayError } from '../../../harness/errors.ts'

const never = new AbortController().signal
const forever = () => new Promise<never>(() => undefined)

test('work that ends in time gives its value', async () => {
  expect(await within('a row', 1000, never, async () => 7)).toBe(7)
})

test('a limit that has passed names what was awaited, and aborts the work', async () => {
  let seen: AbortSignal = never
  const late = within('a row in the output', 20, never, (signal) => {
    seen = signal
    return forever()
  })
  await expect(late).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'waited 0.02 s for a row in the output',
  })
  expect(seen.aborted).toBe(true)
})

test('an interruption is passed on as it is', async () => {
  const interrupted = new StreamassayError('INTERRUPTED', 'interrupted by SIGINT', { remedy: 'again' })
  await expect(within('a row', 1000, AbortSignal.abort(interrupted), forever)).rejects.toBe(interrupted)
})

test("the work's own failure is passed on as it is", async () => {
  const failing = within('a row', 1000, never, () => Promise.reject(new Error('no broker')))
  await expect(failing).rejects.toThrow('no broker')
})

test('time is told in seconds', async () => {
  const { seconds, value } = await timed(async () => 'pass')
  expect(value).toBe('pass')
  expect(seconds).toBeGreaterThanOrEqual(0)
  expect(seconds).toBeLessThan(1)
})
