/** Specs of what is reported of rows that could not be judged. */
import { expect, test } from 'vitest'

import { unjudged } from '../../../../harness/property/batch/unjudged.ts'

test.each([
  ['a job that did not end in its time', { isLate: true, hasSkipped: false }, 'WAIT_TIMED_OUT', 'operators that stay'],
  ['rows that the job has skipped', { isLate: false, hasSkipped: true }, 'STACK_FAILED', 'earliest offset'],
  [
    'a job that waits for rows that it has skipped',
    { isLate: true, hasSkipped: true },
    'STACK_FAILED',
    'earliest offset',
  ],
  ['whatever else', { isLate: false, hasSkipped: false }, 'STACK_FAILED', 'Web UI'],
])('rows that could not be judged for %s', (_, why, code, remedy) => {
  const error = unjudged('as the reason says', why)
  expect(error).toMatchObject({ code, message: 'these rows could not be judged: as the reason says' })
  expect(error.remedy).toContain(remedy)
})
