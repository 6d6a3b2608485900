/** Specs of what the want of a base image is told as. */
import { expect, test } from 'vitest'

import { noBaseImage } from '../../../../harness/setup/image/base-image.ts'

test('ways that all failed are told, with the ways that are left', () => {
  const details = ['debian:bookworm-slim cannot be pulled: no such host', 'it cannot be made of packages']
  expect(noBaseImage(details, null)).toMatchObject({
    code: 'BASE_IMAGE_FAILED',
    message: 'no base image is available',
    details,
    remedy: expect.stringContaining('STREAMASSAY_BASE_IMAGE'),
  })
})

test.each([
  ['ApplyLayer exit status 1 stdout:  stderr: write /big: no space left on device', 'a disk is full'],
  [
    'x cannot be pulled: no matching manifest for linux/s390x in the manifest list entries',
    'an image has another architecture than the engine',
  ],
])('%s is told with what that means', (said, what) => {
  expect(noBaseImage([said], null)).toMatchObject({
    message: `no base image is available: ${what}`,
    remedy: expect.not.stringContaining('mmdebstrap'),
  })
})
