/** Specs of how long a stack is kept, as it is written and as it is told. */
import { expect, test } from 'vitest'

import { defaultLifetimeMinutes, readLifetime, timeOfDay } from '../../../../harness/stack/kept/lifetime.ts'

test.each([
  ['1', 60_000],
  [String(defaultLifetimeMinutes), 7_200_000],
  ['1440', 86_400_000],
])('%s minutes are a lifetime', (minutes, lifetimeMs) => {
  expect(readLifetime(minutes)).toBe(lifetimeMs)
})

test.each(['0', '1441', '-5', '1.5', '2h', '', ' ', '1e2', '99999999999999999999'])('"%s" is none', (minutes) => {
  expect(() => readLifetime(minutes)).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: `--lifetime: expected minutes from 1 to 1440, got "${minutes}"`,
      remedy: 'Set --lifetime (STREAMASSAY_LIFETIME) to a whole number from 1 to 1440.',
    }),
  )
})

const at = (time: string): number => new Date(time).getTime()

test('a time is told by the clock, with the day where it is not today', () => {
  expect(timeOfDay(at('2026-11-24T14:05:59'), at('2026-11-24T00:00:00'))).toBe('14:05')
  expect(timeOfDay(at('2026-11-25T00:20:00'), at('2026-11-24T23:50:00'))).toBe('Nov 25, 00:20')
})
