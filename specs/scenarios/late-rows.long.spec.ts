/** Late rows by any schedule of a job's watermarks: many more cases than the gate has time for. */
import { expect, test } from 'vitest'

import { judgeLateCases } from '../unit/property/batch/late-cases.ts'

test.for([2, 3, 4, 5])(
  'a right job passes whatever its watermarks do between the rows, seed %i',
  { timeout: 120_000 },
  async (seed) => {
    const { wrong, withLateRows } = await judgeLateCases(25_000, seed, 'as a check')
    expect(wrong).toEqual([])
    expect(withLateRows).toBeGreaterThan(10_000)
  },
)
