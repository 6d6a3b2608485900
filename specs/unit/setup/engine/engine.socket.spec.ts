/** The engine when DOCKER_HOST names a socket that is not there. A file of its own: testcontainers reads DOCKER_HOST once a process. */
import { expect, test, vi } from 'vitest'

import { ensureEngine, findEngine } from '../../../../harness/setup/engine/engine.ts'

test('another engine that runs here is not used in place of a socket that DOCKER_HOST names', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/engine.sock')
  expect(await findEngine()).toHaveProperty('absence')
  await expect(ensureEngine({ progress: () => undefined })).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'no container engine answers at DOCKER_HOST=unix:///nowhere/engine.sock',
  })
})
