/** Specs of taking turns: the lock of a process that was killed is taken over by one process alone. */
import { expect, test } from 'vitest'

import { takeStaleLocks } from './starters.ts'

test('six starters never hold a lock twice that a killed process left behind', async () => {
  expect(await takeStaleLocks(200)).toEqual({ overlaps: 0, left: [] })
})
