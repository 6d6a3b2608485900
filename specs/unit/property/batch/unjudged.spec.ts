/** Specs of what is reported of rows that could not be judged. */
import { expect, test } from 'vitest'

import { unjudged } from '../../../../harness/property/batch/unjudged.ts'

test.each([
  ['a job that did not end in its time', { isLate: true, remedy: null }, 'WAIT_TIMED_OUT', 'operators that stay'],
  ['what has a remedy of its own', { isLate: false, remedy: 'Start it earlier.' }, 'STACK_FAILED', 'Start it earlier.'],
  ['that, in a job that was late', { isLate: true, remedy: 'Start it earlier.' }, 'STACK_FAILED', 'Start it earlier.'],
  ['whatever else', { isLate: false, remedy: null }, 'STACK_FAILED', 'Web UI'],
])('rows that could not be judged for %s', (_, why, code, remedy) => {
  const error = unjudged('as the reason says', why)
  expect(error).toMatchObject({ code, message: 'these rows could not be judged: as the reason says' })
  expect(error.remedy).toContain(remedy)
})
