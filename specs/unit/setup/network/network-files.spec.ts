/** Specs of the folder by which a build learns how this host reaches the registries. */
import { afterEach, expect, test, vi } from 'vitest'

import { networkArguments, networkFiles, pipConfiguration } from '../../../../harness/setup/network/network-files.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const texts = async (): Promise<Map<string, string>> =>
  new Map((await networkFiles()).map(({ path, content }) => [path, String(content)]))

test('the folder has what each Dockerfile copies, also where the host has nothing to say', async () => {
  expect([...(await texts()).keys()]).toEqual(
    expect.arrayContaining(['network/ca/README', 'network/pip.conf', 'network/settings.xml']),
  )
})

test('the proxy and the mirrors of the environment are in it', async () => {
  vi.stubEnv('https_proxy', 'http://proxy.example:3128')
  vi.stubEnv('STREAMASSAY_MAVEN_MIRROR', 'https://maven.example/all')
  vi.stubEnv('STREAMASSAY_PYPI_MIRROR', 'https://pypi.example/simple')
  const files = await texts()
  expect(files.get('network/settings.xml')).toMatch(
    /<host>proxy\.example<\/host>.*<url>https:\/\/maven\.example\/all<\/url>/,
  )
  expect(files.get('network/pip.conf')).toBe('[global]\nindex-url = https://pypi.example/simple\n')
})

test("proxies and Debian's mirror are build arguments of every image; without a mirror apt keeps its own sources", () => {
  vi.stubEnv('https_proxy', 'http://proxy.example:3128')
  expect(networkArguments()).not.toHaveProperty('DEBIAN_SOURCES')
  vi.stubEnv('STREAMASSAY_DEBIAN_MIRROR', 'https://mirror.example/debian')
  expect(networkArguments()).toMatchObject({
    HTTPS_PROXY: 'http://proxy.example:3128',
    DEBIAN_SOURCES: expect.stringMatching(/^deb https:\/\/mirror\.example\/debian bookworm main\n/),
  })
})

test('pip trusts a mirror without TLS, and is told nothing where there is none', () => {
  expect(pipConfiguration(new URL('http://pypi.example:8080/simple'))).toBe(
    '[global]\nindex-url = http://pypi.example:8080/simple\ntrusted-host = pypi.example:8080\n',
  )
  expect(pipConfiguration(undefined)).toBe('')
})
