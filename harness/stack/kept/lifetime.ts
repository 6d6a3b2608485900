/** How long a stack is kept: minutes as a user writes them, and the time of day at which they are over. */
import { StreamassayError } from '../../errors.ts'

/** Two hours: the loop of an afternoon renews it, and a forgotten one is gone by the evening. */
export const defaultLifetimeMinutes = 120
const leastMinutes = 1
export const mostLifetimeMinutes = 24 * 60

/**
 * The lifetime in milliseconds.
 *
 * @throws StreamassayError `OPTION_INVALID` when it is not a whole number of minutes from 1 to 1440
 */
export function readLifetime(minutes: string): number {
  const count = /^\d+$/.test(minutes) ? Number(minutes) : Number.NaN
  if (count >= leastMinutes && count <= mostLifetimeMinutes) return count * 60_000
  throw new StreamassayError(
    'OPTION_INVALID',
    `--lifetime: expected minutes from ${leastMinutes} to ${mostLifetimeMinutes}, got "${minutes}"`,
    {
      remedy: `Set --lifetime (STREAMASSAY_LIFETIME) to a whole number from ${leastMinutes} to ${mostLifetimeMinutes}.`,
    },
  )
}

/** The local time of day of a time on the clock of `Date.now()`, with the day where that is not today: `14:05`, `Nov 25, 00:20`. */
export function timeOfDay(timeMs: number, nowMs = Date.now()): string {
  const time = new Date(timeMs)
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (time.toDateString() === new Date(nowMs).toDateString()) return clock
  return `${time.toLocaleDateString('en-US', { month: 'short', day: 'numeric' })}, ${clock}`
}
