/** The engine when there is none: DOCKER_HOST names an address at which nobody listens. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { ensureEngine, findEngine } from '../../../../harness/setup/engine/engine.ts'

beforeEach(() => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

test('looking for it throws nothing and says that there is none', async () => {
  expect(await findEngine()).toEqual({ absence: expect.stringContaining('container runtime') })
})

test('needing it stops with the address and the remedy, and starts nothing in its place', async () => {
  const told: string[] = []
  await expect(ensureEngine({ progress: (text) => told.push(text) })).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'no container engine answers at DOCKER_HOST=tcp://127.0.0.1:1',
    remedy: expect.stringContaining('unset DOCKER_HOST'),
  })
  expect(told).toEqual([])
})
