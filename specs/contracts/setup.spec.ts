/** Set-up on a machine that has everything: nothing is to do, it is told so at once, and the doctor agrees. */
import type { ClientRequest } from 'node:http'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'

import type { Report } from '../../harness/progress.ts'
import { doctor } from '../../harness/setup/doctor.ts'
import { findEngine } from '../../harness/setup/engine/engine.ts'
import { findImage } from '../../harness/setup/image/image-build.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { canUseRyuk } from '../../harness/setup/reaper-image.ts'
import { findSetup, setUp } from '../../harness/setup/set-up.ts'

vi.setConfig({ hookTimeout: 1_200_000 })

beforeAll(async () => {
  await setUp()
})

/** Whatever this process asks over HTTP, and each program that it starts, until the spec has ended. */
function outward(): readonly string[] {
  const seen: string[] = []
  const listeners: Readonly<Record<string, (message: unknown) => void>> = {
    'http.client.request.created': (message) => {
      const { method, path } = (message as { request: ClientRequest }).request
      seen.push(`${method} ${path}`)
    },
    // That of `fetch`.
    'undici:request:create': (message) => {
      const { method, origin, path } = (message as { request: Record<'method' | 'origin' | 'path', string> }).request
      seen.push(`${method} ${origin}${path}`)
    },
    child_process: () => seen.push('a program'),
  }
  for (const [name, listener] of Object.entries(listeners)) {
    subscribe(name, listener)
    onTestFinished(() => void unsubscribe(name, listener))
  }
  return seen
}

test('a second set-up looks for engine and images, and builds nothing, asks no registry and reports no step', async () => {
  // Not here, and not asked for again.
  const reaper = 'registry.invalid/ryuk:1'
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', '')
  vi.stubEnv('RYUK_CONTAINER_IMAGE', reaper)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { kafka, pyflink } = await stackImages()
  const report = vi.fn<Report>()
  const asked = outward()
  const { changed, steps } = await setUp({ report })
  expect(asked).toEqual(['GET /_ping', ...[kafka, pyflink, reaper].map((image) => `GET /images/${image}/json`)])
  expect(changed).toBe(false)
  expect(report).not.toHaveBeenCalled()
  expect(steps.map(({ step }) => step)).toEqual(['engine', 'kafka image', 'pyflink image', 'reaper image'])
})

test('an image of the environment is left to whoever starts it, and others are still looked for', async () => {
  vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', 'registry.invalid/kafka:8.2.0')
  const outcome = await findSetup(['kafka'])
  vi.unstubAllEnvs()
  expect(outcome?.steps.map(({ found }) => found)).toContain('registry.invalid/kafka:8.2.0')
})

test('the images run as somebody without rights and are no larger than they may be', async () => {
  const sight = await findEngine()
  if (!('engine' in sight)) throw new Error(sight.absence)
  const { kafka, pyflink } = await stackImages()
  const sizes = await Promise.all(
    [kafka, pyflink].map(async (image) => (await findImage(sight.engine, image))?.sizeBytes),
  )
  expect(sizes[0]).toBeLessThanOrEqual(480e6)
  expect(sizes[1]).toBeLessThanOrEqual(1_300e6)
  for (const image of [kafka, pyflink]) {
    const { Config } = await sight.engine.dockerode.getImage(image).inspect()
    expect(Config.User).toMatch(/^(?!root|0)\w+/)
  }
})

test("testcontainers' reaper is used only where it is wanted and its image is here", async () => {
  const sight = await findEngine()
  if (!('engine' in sight)) throw new Error(sight.absence)
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', '')
  vi.stubEnv('RYUK_CONTAINER_IMAGE', 'registry.invalid/ryuk:1')
  expect(await canUseRyuk(sight.engine)).toBe(false)
  vi.stubEnv('RYUK_CONTAINER_IMAGE', (await stackImages()).kafka)
  expect(await canUseRyuk(sight.engine)).toBe(true)
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true')
  expect(await canUseRyuk(sight.engine)).toBe(false)
  vi.unstubAllEnvs()
})

test('the doctor finds engine, images, ports and memory in order', async () => {
  const states = new Map((await doctor()).map(({ name, state }) => [name, state]))
  for (const name of ['versions', 'engine', 'kafka image', 'pyflink image', 'ports', 'memory']) {
    expect([name, states.get(name)]).toEqual([name, 'ok'])
  }
})
