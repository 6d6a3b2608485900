/** Specs of what a build that failed is told as; builds themselves are in specs/contracts/setup-images.spec.ts. */
import { expect, test, vi } from 'vitest'

import type { Engine } from '../../../../harness/setup/engine/engine.ts'
import { buildFailed, findImage } from '../../../../harness/setup/image/image-build.ts'

// Docker's own words: all that it says of a command that fails.
const reason = "The command '/bin/sh -c apt-get update' returned a non-zero code: 1"

const failed = (why: string, ...lines: string[]) =>
  buildFailed('kafka', why, { path: '/x/kafka.log', lastLines: () => lines }, new Error(why))

test.each([
  ['exec /bin/sh: exec format error', 'an image has another architecture than the engine', 'STREAMASSAY_BASE_IMAGE'],
  ['E: write error - write (28: No space left on device)', 'a disk is full', 'docker system df'],
])('a command of the build that says %s is told with what that means', (line, what, remedy) => {
  expect(failed(reason, 'Step 2/9 : RUN apt-get update', line)).toMatchObject({
    code: 'IMAGE_BUILD_FAILED',
    message: `the kafka image could not be built: ${what} (${reason})`,
    remedy: expect.stringContaining(remedy),
    details: ['Step 2/9 : RUN apt-get update', line],
  })
})

test('an engine whose disk is full says so itself', () => {
  expect(failed('Error processing tar file(exit status 1): write /big: no space left on device').message).toBe(
    'the kafka image could not be built: a disk is full (Error processing tar file(exit status 1): write /big: no space left on device)',
  )
})

test('any other failure is told in its own words, with what helps most often, and where the log is', () => {
  expect(failed(reason)).toMatchObject({
    message: `the kafka image could not be built: ${reason}`,
    remedy: expect.stringMatching(/^Run again if a download failed.* Full log: \/x\/kafka\.log\.$/),
  })
})

test('an engine that hangs when it is asked for an image costs no more than the limit', async () => {
  // Ten seconds, in a tenth of one.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((timeoutMs) => {
    const limit = new AbortController()
    setTimeout(() => limit.abort(new Error('timeout')), timeoutMs / 100)
    return limit.signal
  })
  const dockerode = { getImage: () => ({ inspect: () => new Promise(() => undefined) }) }
  const looking = findImage({ dockerode } as unknown as Engine, 'kafka:1')
  await expect(looking).rejects.toThrow('the container engine did not finish within 10 s')
  vi.restoreAllMocks()
})
