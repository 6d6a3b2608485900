/** Installing an engine on a bare machine, with a package manager that only writes down what it is asked for. */
import { expect, test, vi } from 'vitest'

import { installPackages } from '../../../../harness/setup/engine/apt.ts'
import { ensureEngine } from '../../../../harness/setup/engine/engine.ts'
import { startEngine } from '../../../../harness/setup/engine/engine-start.ts'
import { bootstrapPackages } from '../../../../harness/setup/image/base-image.ts'

vi.mock(import('../../../../harness/setup/engine/apt.ts'), () => ({ installPackages: vi.fn<typeof installPackages>() }))
vi.mock(import('../../../../harness/setup/engine/engine-start.ts'), async (original) => ({
  ...(await original()),
  startEngine: vi.fn<typeof startEngine>(),
}))
vi.mock(import('../../../../harness/setup/engine/engine-plan.ts'), () => ({
  planEngine: () => ({ action: 'install and start', way: 'dockerd' }) as const,
}))

test('what the base image is made with comes with the engine, by one call of the package manager', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  await ensureEngine({ progress: () => undefined, alsoInstalled: bootstrapPackages })
  vi.unstubAllEnvs()
  const calls = vi.mocked(installPackages).mock.calls.map(([packages]) => packages)
  expect(calls).toEqual([['docker.io', 'iptables', 'mmdebstrap', 'debian-archive-keyring']])
  expect(startEngine).toHaveBeenCalledOnce()
})
