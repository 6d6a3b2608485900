/** Specs of where published ports are reached. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { environment } from '../../../../harness/environment.ts'
import { preferLoopback } from '../../../../harness/setup/engine/engine-bridge.ts'

beforeEach(() => {
  vi.stubEnv('DOCKER_HOST', undefined)
  vi.stubEnv('TESTCONTAINERS_HOST_OVERRIDE', undefined)
})
afterEach(() => vi.unstubAllEnvs())

test.each(['docker0', 'cni-podman0', 'podman0'])('beside an engine whose bridge is %s, on the loopback', (bridge) => {
  preferLoopback(['lo', 'eth0', bridge])
  expect(environment.containerHost()).toBe('127.0.0.1')
})

test('in a container that an engine outside has started, where testcontainers finds it', () => {
  preferLoopback(['lo', 'eth0'])
  expect(environment.containerHost()).toBeUndefined()
})

test('with an engine at another address, where that is', () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://10.1.2.3:2376')
  preferLoopback(['lo', 'docker0'])
  expect(environment.containerHost()).toBeUndefined()
})

test('with an engine at a socket of another path, on the loopback', () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///run/other.sock')
  preferLoopback(['lo', 'docker0'])
  expect(environment.containerHost()).toBe('127.0.0.1')
})

test('where the environment says it', () => {
  vi.stubEnv('TESTCONTAINERS_HOST_OVERRIDE', 'engine.example')
  preferLoopback(['lo', 'docker0'])
  expect(environment.containerHost()).toBe('engine.example')
})
