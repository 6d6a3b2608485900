/** The same as turns.spec.ts, a thousand times. */
import { expect, test } from 'vitest'

import { takeStaleLocks } from './starters.ts'

test(
  'six starters never hold one of 1,000 locks twice that a killed process left behind',
  { timeout: 120_000 },
  async () => {
    expect(await takeStaleLocks(1000)).toEqual({ overlaps: 0, left: [] })
  },
)
