/** kafkajs's request queue, without a broker: what timers it sets. */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'
import kafkajsPackage from 'kafkajs/package.json' with { type: 'json' }
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import '../../../harness/kafka/kafkajs-timers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The part of a queue that looks for waiting requests; the class alone is typed, for a reason of its own. */
function lookWith(pending: readonly unknown[]): number[] {
  const delaysMs: number[] = []
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((_, delayMs) => {
    delaysMs.push(delayMs ?? 0)
    return {} as NodeJS.Timeout
  })
  const queue = { pending, throttledUntil: -1, throttleCheckTimeoutId: null } as unknown as RequestQueue
  RequestQueue.prototype.scheduleCheckPendingRequests.call(queue)
  vi.restoreAllMocks()
  return delaysMs
}

test('no timer is set when no request waits: its delay would be negative, and Node would warn the user', () => {
  expect(lookWith([])).toEqual([])
})

test('a waiting request is looked after, with a delay above 0', () => {
  expect(lookWith([{}])).toEqual([10])
})

test('kafkajs is the version whose insides were read; another one must be read again', () => {
  expect(kafkajsPackage.version).toBe('2.2.4')
})
