/** Specs of keeping published ports off the network. */
import { expect, test } from 'vitest'

import { publishOnLoopback } from '../../../harness/stack/loopback.ts'

const published = () => ({
  PortBindings: { '8081/tcp': [{ HostPort: '0' }], '9093/tcp': [{ HostPort: '0' }, { HostIp: '', HostPort: '1' }] },
})

test.each(['localhost', '127.0.0.1', '::1'])('of an engine at %s, every port is published on 127.0.0.1', (host) => {
  const hostConfig = published()
  publishOnLoopback(hostConfig, host)
  expect(hostConfig.PortBindings).toEqual({
    '8081/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }],
    '9093/tcp': [
      { HostIp: '127.0.0.1', HostPort: '0' },
      { HostIp: '127.0.0.1', HostPort: '1' },
    ],
  })
})

test('of an engine elsewhere, ports stay as they are: its loopback cannot be reached from here', () => {
  const hostConfig = published()
  publishOnLoopback(hostConfig, 'engine.example')
  expect(hostConfig).toEqual(published())
})

test('a container that publishes nothing is left as it is', () => {
  const hostConfig = {}
  publishOnLoopback(hostConfig, 'localhost')
  expect(hostConfig).toEqual({})
})
