/** Specs of the last net: an engine's error is told with a code and a remedy, a fault of our own as it is. */
import { expect, test } from 'vitest'

import { namedError } from '../../../harness/cli/named-error.ts'
import { StreamassayError } from '../../../harness/errors.ts'

test.each([
  ['connect ENOENT /var/run/docker.sock', 'the container engine does not answer', 'doctor'],
  ['connect EACCES /var/run/docker.sock', 'this user may not use the container engine', 'usermod'],
  ['ENOSPC: no space left on device, mkdir', 'a disk is full', 'docker system df'],
])('%s is told with what that means', (said, what, remedy) => {
  const cause = new Error(said)
  expect(namedError(cause)).toMatchObject({
    code: 'STACK_FAILED',
    message: `${what}: ${said}`,
    remedy: expect.stringContaining(remedy),
    cause,
  })
})

test('a refusal of the engine is told in its words', () => {
  const refusal = Object.assign(new Error('(HTTP code 500) server error - driver is odd '), { statusCode: 500 })
  expect(namedError(refusal)).toMatchObject({
    code: 'STACK_FAILED',
    message: 'the container engine refused a request: (HTTP code 500) server error - driver is odd',
    remedy: expect.stringContaining('doctor'),
  })
})

test.each([
  new StreamassayError('CSV_INVALID', 'no space left on device', { remedy: 'x' }),
  new TypeError('a fault'),
  'text',
])('what is named already, or is a fault of our own, is left as it is: %s', (error) => {
  expect(namedError(error)).toBe(error)
})
