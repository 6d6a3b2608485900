/** Specs of the proxies that builds are given. */
import { beforeEach, expect, test, vi } from 'vitest'

import { proxyAddress, proxyArguments, readProxies } from '../../../../harness/setup/network/proxies.ts'

const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined)
  return () => vi.unstubAllEnvs()
})

test('a proxy that is named in one way reaches a build in both: apt reads small letters alone, others capital ones', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128')
  vi.stubEnv('no_proxy', 'intranet.example')
  expect(proxyArguments(readProxies())).toEqual({
    HTTPS_PROXY: 'http://proxy.example:3128',
    https_proxy: 'http://proxy.example:3128',
    NO_PROXY: 'intranet.example',
    no_proxy: 'intranet.example',
  })
})

test('small letters win, as in curl', () => {
  vi.stubEnv('HTTP_PROXY', 'http://large.example')
  vi.stubEnv('http_proxy', 'http://small.example')
  expect(readProxies().http).toBe('http://small.example')
})

test('a build is given no proxy where there is none', () => {
  expect(proxyArguments(readProxies())).toEqual({})
})

test.each([
  ['proxy.example:3128', 'http://proxy.example:3128/'],
  ['http://me:pa%20ss@proxy.example', 'http://me:pa%20ss@proxy.example/'],
  ['socks5h://proxy:1080', 'socks5h://proxy:1080'],
  ['http://:::', undefined],
  [undefined, undefined],
])('%s is the proxy at %s', (proxy, href) => {
  expect(proxyAddress(proxy)?.href).toBe(href)
})
