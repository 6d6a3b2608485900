/** Specs of telling an engine's clock from ours. */
import { expect, test, vi } from 'vitest'

import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { engineClock } from '../../../../harness/stack/engine/engine-clock.ts'

const minuteMs = 60_000
const engineAt = (aheadMs: number): EngineApi =>
  vi.fn<EngineApi>(async () =>
    Buffer.from(JSON.stringify({ SystemTime: new Date(Date.now() + aheadMs).toISOString() })),
  )

test.each([5 * minuteMs, -5 * minuteMs, 0])(
  'a clock that is %i ms ahead is noticed, by one question',
  async (aheadMs) => {
    const api = engineAt(aheadMs)
    const clock = engineClock(api)
    const [first, second] = await Promise.all([clock.at(new Date(1_000_000)), clock.at(new Date(2_000_000))])
    expect(Math.abs(first.getTime() - 1_000_000 - aheadMs)).toBeLessThan(minuteMs)
    expect(second.getTime() - first.getTime()).toBe(1_000_000)
    expect(api).toHaveBeenCalledTimes(1)
  },
)

test('an engine that does not answer counts as one with our clock, and is asked again', async () => {
  const api = vi.fn<EngineApi>(engineAt(5 * minuteMs)).mockRejectedValueOnce(new Error('no answer'))
  const clock = engineClock(api)
  expect(await clock.aheadMs()).toBe(0)
  expect(await clock.aheadMs()).toBeGreaterThan(4 * minuteMs)
})

test('an engine that does not tell its time counts as one with our clock', async () => {
  expect(await engineClock(async () => Buffer.from('{}')).aheadMs()).toBe(0)
})
