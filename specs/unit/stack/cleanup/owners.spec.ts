/** Specs of telling whether the owners of what is on an engine live. */
import { hostname } from 'node:os'

import { describe, expect, test, vi } from 'vitest'

import { leasesIn } from '../../../../harness/stack/cleanup/lease.ts'
import { ownerStates } from '../../../../harness/stack/cleanup/owners.ts'
import { leaseVolume, owners } from './fake-engine.ts'

const engineNowMs = Date.parse('2020-01-01T00:00:00Z')
const leases = (...ageMs: readonly number[]) =>
  leasesIn(
    ageMs.map((age) => leaseVolume(owners.goneElsewhere, age)),
    engineNowMs,
  )

const stateOf = async (owner: string | undefined, ...ageMs: readonly number[]) =>
  (await ownerStates([owner], async () => leases(...ageMs)))(owner)

describe('a process of this namespace', () => {
  test('is told by itself, and no lease is read', async () => {
    const read = vi.fn<() => never>()
    const states = await ownerStates([owners.alive, owners.gone, 'compose', undefined], read)
    expect([owners.alive, owners.gone].map(states)).toEqual(['here', 'gone'])
    expect(read).not.toHaveBeenCalled()
  })
})

describe('a process of another namespace on a host of the same name', () => {
  test('is alive while its lease is younger than a minute, though no process here has its id', async () => {
    expect(await stateOf(owners.goneElsewhere, 59_999)).toBe('alive')
  })

  test('is gone when its lease is a minute old', async () => {
    expect(await stateOf(owners.goneElsewhere, 60_000)).toBe('gone')
  })

  test('is told by the newest of its leases', async () => {
    expect(await stateOf(owners.goneElsewhere, 300_000, 1_000, 200_000)).toBe('alive')
  })

  test('cannot be told without a lease, whether or not a process here has its id', async () => {
    expect(await stateOf(owners.goneElsewhere)).toBe('unknown')
    expect(await stateOf(owners.elsewhere, 1_000)).toBe('unknown')
  })
})

test('compose lives: what it has created is taken down by hand', async () => {
  expect(await stateOf('compose')).toBe('alive')
})

test.each([undefined, '', 'a-name', `${hostname()}/999999999`])(
  'an owner that names no process (%s) cannot be told',
  async (owner) => {
    expect(await stateOf(owner)).toBe('unknown')
  },
)
