/** Specs of keeping published ports off the network. */
import { afterEach, describe, expect, test, vi } from 'vitest'

import { publishPorts } from '../../../harness/stack/loopback.ts'

afterEach(() => vi.unstubAllEnvs())

const published = () => ({
  PortBindings: { '8081/tcp': [{ HostPort: '0' }], '9093/tcp': [{ HostPort: '0' }, { HostIp: '', HostPort: '1' }] },
})

const publishedOn = (address: string) => ({
  '8081/tcp': [{ HostIp: address, HostPort: '0' }],
  '9093/tcp': [
    { HostIp: address, HostPort: '0' },
    { HostIp: address, HostPort: '1' },
  ],
})

test.each(['localhost', '127.0.0.1', '::1'])('of an engine at %s, every port is published on 127.0.0.1', (host) => {
  vi.stubEnv('STREAMASSAY_PUBLISH_ON', 'all')
  const hostConfig = published()
  publishPorts(hostConfig, host)
  expect(hostConfig.PortBindings).toEqual(publishedOn('127.0.0.1'))
})

describe('an engine elsewhere', () => {
  test.each([
    ['engine.example', /^Set STREAMASSAY_PUBLISH_ON to an IP address of its machine .*or to "all"/],
    ['172.17.0.1', /^Set STREAMASSAY_PUBLISH_ON to 172\.17\.0\.1, or to "all"/],
  ])('at %s publishes nothing: the stack is refused, with how to opt in', (host, remedy) => {
    vi.stubEnv('STREAMASSAY_PUBLISH_ON', undefined)
    expect(() => publishPorts(published(), host)).toThrow(
      expect.objectContaining({
        code: 'PORTS_REFUSED',
        message: expect.stringContaining(`the container engine is at ${host}`),
        remedy: expect.stringMatching(remedy),
      }),
    )
  })

  test('publishes on the one address that the user has named', () => {
    vi.stubEnv('STREAMASSAY_PUBLISH_ON', '192.0.2.7')
    const hostConfig = published()
    publishPorts(hostConfig, 'engine.example')
    expect(hostConfig.PortBindings).toEqual(publishedOn('192.0.2.7'))
  })

  test('publishes on every interface if the user says "all"', () => {
    vi.stubEnv('STREAMASSAY_PUBLISH_ON', 'all')
    const hostConfig = published()
    publishPorts(hostConfig, 'engine.example')
    expect(hostConfig).toEqual(published())
  })

  test.each(['yes', 'engine.example', '1'])('publishes nothing on "%s", which is no address', (chosen) => {
    vi.stubEnv('STREAMASSAY_PUBLISH_ON', chosen)
    expect(() => publishPorts(published(), 'engine.example')).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: `ports cannot be published on "${chosen}"` }),
    )
  })
})

test.each(['localhost', 'engine.example'])(
  'of an engine at %s, a container that publishes nothing stays as it is',
  (host) => {
    const hostConfig = {}
    publishPorts(hostConfig, host)
    expect(hostConfig).toEqual({})
  },
)
