/** Installing an engine on a bare machine, with a package manager that only writes down what it is asked for. */
import { beforeEach, expect, test, vi } from 'vitest'

import { installPackages } from '../../../../harness/setup/engine/apt.ts'
import { ensureEngine } from '../../../../harness/setup/engine/engine.ts'
import { startEngine } from '../../../../harness/setup/engine/engine-start.ts'
import { StreamassayError } from '../../../../harness/errors.ts'
import { bootstrapPackages } from '../../../../harness/setup/image/base-image.ts'

vi.mock(import('../../../../harness/setup/engine/apt.ts'), () => ({ installPackages: vi.fn<typeof installPackages>() }))
vi.mock(import('../../../../harness/setup/engine/engine-start.ts'), async (original) => ({
  ...(await original()),
  startEngine: vi.fn<typeof startEngine>(),
}))
vi.mock(import('../../../../harness/setup/engine/engine-plan.ts'), () => ({
  planEngine: () => ({ action: 'install and start', way: 'dockerd' }) as const,
}))

const both = ['docker.io', 'iptables', 'mmdebstrap', 'debian-archive-keyring']

beforeEach(() => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  vi.mocked(installPackages).mockReset()
  vi.mocked(startEngine).mockReset()
  return () => vi.unstubAllEnvs()
})

const installed = (): (readonly string[])[] => vi.mocked(installPackages).mock.calls.map(([packages]) => packages)

/** Installs the engine and returns what was reported. */
async function install(alsoInstalled = bootstrapPackages): Promise<string[]> {
  const reported: string[] = []
  await ensureEngine({ progress: (text) => reported.push(text), alsoInstalled })
  return reported
}

test('what the base image is made with comes with the engine, by one call of the package manager, and is named', async () => {
  const [first] = await install()
  expect(installed()).toEqual([both])
  expect(first).toBe(`no container engine answers: installing ${both.join(', ')} with apt-get`)
  expect(startEngine).toHaveBeenCalledOnce()
})

test('an engine is installed alone where the other packages cannot be, and the reason is reported', async () => {
  vi.mocked(installPackages).mockRejectedValueOnce(failure)
  expect(await install()).toContain('installing without mmdebstrap, debian-archive-keyring: E: no such package')
  expect(installed()).toEqual([both, ['docker.io', 'iptables']])
  expect(startEngine).toHaveBeenCalledOnce()
})

test('an engine that cannot be installed alone either ends set-up', async () => {
  vi.mocked(installPackages).mockRejectedValue(failure)
  await expect(install()).rejects.toBe(failure)
  expect(startEngine).not.toHaveBeenCalled()
  await expect(install([])).rejects.toBe(failure)
  expect(installed()).toHaveLength(3)
})

const failure = new StreamassayError('SETUP_FAILED', 'E: no such package', { remedy: 'Run it yourself.' })
