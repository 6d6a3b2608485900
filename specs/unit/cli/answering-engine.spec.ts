/** Specs of needing an engine where none answers. */
import { afterEach, expect, test, vi } from 'vitest'

import { answeringEngine } from '../../../harness/cli/answering-engine.ts'
import { surroundings } from '../../../harness/setup/engine/engine-surroundings.ts'

vi.mock('../../../harness/setup/engine/engine-surroundings.ts', { spy: true })

afterEach(() => vi.unstubAllEnvs())

test('an address at which nobody listens is told with what to do about it', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  await expect(answeringEngine()).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'no container engine answers at DOCKER_HOST=tcp://127.0.0.1:1',
    remedy: expect.stringContaining('unset DOCKER_HOST'),
    details: [expect.stringContaining('container runtime')],
  })
})

test('where set-up can start one, nothing is started and set-up is named', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  vi.mocked(surroundings).mockResolvedValueOnce({
    platform: 'linux',
    isRoot: true,
    isDebian: true,
    hasSystemd: false,
    isDockerInstalled: true,
    engineHost: undefined,
    socketPath: '/var/run/docker.sock',
    socket: 'refused',
  })
  await expect(answeringEngine()).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'no container engine answers',
    remedy: expect.stringContaining('npx streamassay setup'),
  })
})
