/** Specs of work with a broker under limits: in whose words it fails. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { neverMs, onlyThisEndsItMs } from '../../../patience.ts'
import { within } from '../../../../harness/kafka/wire/within.ts'

const failed = (why: string, cause: unknown): Error => new Error(`it failed: ${why}`, { cause })
const untilEnded = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })

test('what the work gives is given on', async () => {
  expect(await within({ timeoutMs: neverMs }, { run: async () => 7, failed })).toBe(7)
})

test('its end by the limit is told with the limit, in the words that it chose', async () => {
  await expect(within({ timeoutMs: onlyThisEndsItMs }, { run: untilEnded, failed })).rejects.toThrow(
    'it failed: not done within 0.2 s',
  )
  const told = within({ timeoutMs: onlyThisEndsItMs }, { run: untilEnded, overtime: 'no answer', failed })
  await expect(told).rejects.toThrow('it failed: no answer within 0.2 s')
})

test('whatever it fails with is told as it tells it, and an error of ours as it is', async () => {
  const broken = new Error('no leader')
  await expect(within({ timeoutMs: neverMs }, { run: () => Promise.reject(broken), failed })).rejects.toMatchObject({
    message: 'it failed: no leader',
    cause: broken,
  })
  const ours = new StreamassayError('CSV_CHANGED', 'it changed', { remedy: 'run again' })
  await expect(within({ timeoutMs: neverMs }, { run: () => Promise.reject(ours), failed })).rejects.toBe(ours)
})

test('the reason of whoever ends it from outside is thrown', async () => {
  const outside = new AbortController()
  const working = within({ timeoutMs: neverMs, signal: outside.signal }, { run: untilEnded, failed })
  outside.abort(new Error('interrupted'))
  await expect(working).rejects.toThrow('interrupted')
})
