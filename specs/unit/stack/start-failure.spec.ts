/** Specs of why a stack could not be started: every trouble ends in time, with a code and a remedy. */
import { describe, expect, test, vi } from 'vitest'

import { needImages, notStarted, whyNotStarted, within } from '../../../harness/stack/start-failure.ts'
import { fakeContainer, frame } from './fake-container.ts'

const refusal = (statusCode: number, message: string): Error => Object.assign(new Error(message), { statusCode })

/** An engine that has these images alone, and says so in Podman's words. */
const having = (...references: readonly string[]) =>
  Promise.resolve({
    getImage: (reference: string) => ({
      inspect: async (): Promise<unknown> => {
        if (!references.includes(reference)) throw refusal(404, `${reference}: image not known`)
        return {}
      },
    }),
  })

describe('the images of a stack', () => {
  test('that are all there are no trouble', async () => {
    await expect(needImages(having('kafka:1', 'pyflink:1'), ['kafka:1', 'pyflink:1'])).resolves.toBeUndefined()
  })

  test('of which one is missing are told by its name, before anything is started', async () => {
    await expect(needImages(having('kafka:1'), ['kafka:1', 'pyflink:1'])).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      message: 'the engine does not have the image pyflink:1',
      remedy: expect.stringContaining('set-up builds the image'),
    })
  })

  test('cannot be asked for where no engine answers', async () => {
    const gone = Promise.reject(new Error('Could not find a working container runtime strategy'))
    await expect(needImages(gone, ['kafka:1'])).rejects.toMatchObject({
      code: 'STACK_FAILED',
      message: expect.stringContaining('the container engine does not answer'),
      remedy: expect.stringContaining('doctor'),
    })
  })
})

test('an engine that hangs costs no more than the limit, and is told as one that does not answer', async () => {
  const hanging = within(50, new Promise(() => undefined)).catch((error: unknown) => notStarted('a network', error))
  expect(await hanging).toMatchObject({
    code: 'STACK_FAILED',
    message:
      'a network could not be started: the container engine does not answer (the container engine did not finish within 0.05 s)',
    remedy: expect.stringContaining('doctor'),
  })
})

describe('a container that could not be started', () => {
  const image = 'Error: (HTTP code 404) no such container - No such image: localhost/streamassay/kafka:1 '
  test.each([
    ['listen tcp4 127.0.0.1:18081: bind: address already in use', 'a port is in use', /Run the same command again/],
    ['mkdir /var/lib/docker/overlay2/x: no space left on device', 'a disk is full', /npx streamassay clean/],
    ['fork/exec /proc/self/exe: cannot allocate memory', 'not enough memory', /4 GiB/],
  ])('because of %s is told with what that means', async (said, what, remedy) => {
    const made = fakeContainer(null)
    expect(await whyNotStarted('kafka', made.container, new Error(said))).toMatchObject({
      code: 'STACK_FAILED',
      message: `the container kafka could not be started: ${what} (${said})`,
      remedy: expect.stringMatching(remedy),
    })
  })

  test('because its image was removed at that very moment is told by the name of the image', async () => {
    expect(await whyNotStarted('kafka', fakeContainer(null).container, new Error(image))).toMatchObject({
      code: 'IMAGE_MISSING',
      message: 'the engine does not have the image localhost/streamassay/kafka:1',
    })
  })

  test('because it ended as soon as it ran is told by how it ended', async () => {
    const made = fakeContainer({ ExitCode: 1, OOMKilled: false }, frame(2, 'exec /usr/bin/tini: exec format error\n'))
    made.die()
    const cause = new Error('no ports')
    expect(await whyNotStarted('jobmanager', made.container, cause)).toMatchObject({
      code: 'CONTAINER_DIED',
      message: 'the container of jobmanager exited with 1: an image has another architecture than the engine',
      cause,
    })
  })

  test('for reasons of its own is told in the words of the engine, with where to look', async () => {
    const made = fakeContainer(null)
    vi.spyOn(made.container, 'inspect').mockRejectedValue(new Error('connect ENOENT'))
    expect(await whyNotStarted('kafka', made.container, new Error('bad mount'))).toMatchObject({
      code: 'STACK_FAILED',
      message: 'the container kafka could not be started: bad mount',
      remedy: expect.stringContaining('doctor'),
    })
  })
})
