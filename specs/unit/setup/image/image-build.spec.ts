/** Specs of what a build is given, and of what one that failed is told as; builds themselves are in specs/contracts/setup-images.spec.ts. */
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'

import { expect, test, vi } from 'vitest'

import type { Engine } from '../../../../harness/setup/engine/engine.ts'
import { buildFailed, buildImage, findImage } from '../../../../harness/setup/image/image-build.ts'
import { imageRecipe } from '../../../../harness/setup/image/image-recipe.ts'
import type { ImageName } from '../../../../harness/setup/image/image-recipe.ts'

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

const getImage = () => ({ inspect: async () => ({ Id: 'a', Size: 1 }) })

/** The build arguments that an engine gets for an image, and what is reported meanwhile. */
async function given(name: ImageName): Promise<{ arguments: Record<string, string>; reported: string[] }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'image-build-'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder.path)
  const buildImages = vi.fn<(context: Readable, options: { buildargs: Record<string, string> }) => Promise<Readable>>()
  buildImages.mockResolvedValue(Readable.from(['{"stream":"Step 1/1 : FROM scratch"}\n']))
  const engine = { dockerode: { buildImage: buildImages, getImage } } as unknown as Engine
  const reported: string[] = []
  await buildImage(await imageRecipe(name), { engine, progress: (text) => reported.push(text) })
  vi.restoreAllMocks()
  return { arguments: buildImages.mock.calls[0]?.[1].buildargs ?? {}, reported }
}

test("each image that installs packages is given Debian's mirror, not the Java image alone", async () => {
  vi.stubEnv('STREAMASSAY_DEBIAN_MIRROR', 'http://mirror.example/debian')
  for (const name of ['java', 'jars', 'packages'] as const) {
    const { DEBIAN_SOURCES: sources } = (await given(name)).arguments
    expect([name, sources]).toEqual([name, expect.stringContaining('deb http://mirror.example/debian bookworm main')])
  }
  vi.unstubAllEnvs()
})

test('a proxy that Maven cannot use is reported without its address, for the image that runs Maven', async () => {
  vi.stubEnv('https_proxy', 'socks5h://me:secret@proxy.example:1080')
  const sentence = 'Maven does without the proxy of HTTPS_PROXY: it uses http proxies only'
  expect((await given('jars')).reported).toContain(sentence)
  expect((await given('packages')).reported).not.toContain(sentence)
  vi.unstubAllEnvs()
})
