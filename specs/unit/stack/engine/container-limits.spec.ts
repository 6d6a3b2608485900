/** Specs of the limits that every container is created with. */
import type { HostConfig } from 'dockerode'
import { expect, test } from 'vitest'

import { limitContainer, temporary } from '../../../../harness/stack/engine/container-limits.ts'

const limited = (limits: Parameters<typeof limitContainer>[1], hostConfig: HostConfig = {}): HostConfig => {
  limitContainer(hostConfig, limits)
  return hostConfig
}

test('a container is limited in memory, cores, processes, log, rights and temporary space', () => {
  expect(limited({ memoryGib: 1, engineCores: 8 })).toEqual({
    // 1 GiB, and the 473 MiB that the temporary folders may hold.
    Memory: (1024 + 409 + 64) * 2 ** 20,
    NanoCpus: 2_000_000_000,
    PidsLimit: 1024,
    LogConfig: { Type: 'json-file', Config: { 'max-size': '32m', 'max-file': '4' } },
    SecurityOpt: ['no-new-privileges'],
    CapDrop: ['ALL'],
    Mounts: [temporary('/tmp', 409), temporary('/var/tmp', 64)],
  })
})

test('a container of which nothing is said is limited as well', () => {
  expect(limited({ engineCores: 2 })).toMatchObject({
    Memory: (2560 + 1024 + 64) * 2 ** 20,
    NanoCpus: 2_000_000_000,
  })
})

test('an engine of one core is asked for one, as it refuses more', () => {
  expect(limited({ engineCores: 1 }).NanoCpus).toBe(1_000_000_000)
})

test('an engine that cannot limit cores is not asked to, as it refuses a container with such a limit', () => {
  expect(limited({ engineCores: 0 })).not.toHaveProperty('NanoCpus')
})

test('what a container publishes and mounts already stays', () => {
  const PortBindings = { '8081/tcp': [{ HostPort: '0' }] }
  const own = temporary('/var/lib/flink', 128)
  const { Mounts, ...others } = limited({ memoryGib: 1, engineCores: 2 }, { PortBindings, Mounts: [own] })
  expect(others.Memory).toBe((1024 + 128 + 409 + 64) * 2 ** 20)
  expect(others.PortBindings).toBe(PortBindings)
  expect(Mounts?.map(({ Target }) => Target)).toEqual(['/var/lib/flink', '/tmp', '/var/tmp'])
})

test('a temporary folder is a volume in memory, as the engine copies no file out of a plain tmpfs', () => {
  expect(temporary('/tmp', 8)).toMatchObject({
    Type: 'volume',
    Target: '/tmp',
    VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'tmpfs', o: 'size=8m,mode=1777,nosuid,nodev' } } },
  })
})
