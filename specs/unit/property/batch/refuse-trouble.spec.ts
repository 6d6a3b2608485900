/** Specs of what a check takes for a failure of its job, and what it does not. */
import { expect, test } from 'vitest'

import { refuseTrouble } from '../../../../harness/property/batch/refuse-trouble.ts'
import { type JobException, unplaced } from '../../../../harness/verdict/run-account.ts'

const failed = (exception: Pick<JobException, 'type' | 'message'>) => ({
  state: 'FAILED',
  exception: { ...unplaced, ...exception },
})

test('trouble of the cluster ends the check, with its remedy', () => {
  const job = failed({ type: 'java.lang.IllegalStateException', message: 'Writable backchannel already exists.' })
  expect(() => refuseTrouble(job, 'STACK_FAILED')).toThrow(
    expect.objectContaining({
      code: 'STACK_FAILED',
      message: expect.stringContaining('another sink uses its transactional id prefix'),
      remedy: expect.stringMatching(/^Give each sink .*\.$/),
    }),
  )
  expect(() => refuseTrouble({ state: 'CANCELED', exception: null }, 'STACK_FAILED')).toThrow(
    'another program or person cancelled',
  )
})

test.each([
  ['an exception of its own', failed({ type: 'ValueError', message: 'no' })],
  ['what may be its own doing', failed({ type: 'java.lang.OutOfMemoryError', message: 'Java heap space' })],
  ['its end', { state: 'FINISHED', exception: null }],
])('a job counts with %s', (_, job) => {
  expect(() => refuseTrouble(job, 'STACK_FAILED')).not.toThrow()
})
