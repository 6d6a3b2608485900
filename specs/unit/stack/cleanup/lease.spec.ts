/** Specs of the volumes by which a process shows that it lives. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { holdLease, leasesIn, readLeases } from '../../../../harness/stack/cleanup/lease.ts'
import { ownerText, readOwner } from '../../../../harness/stack/cleanup/labels.ts'
import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { thisProcess } from '../../../../harness/this-process.ts'
import { fakeApi } from '../kept/fake-api.ts'
import { leaseVolume, owners } from './fake-engine.ts'

describe('a lease that is held', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('is a volume of the stack that names its owner, and goes when it is let go', async () => {
    const { api, volumes } = fakeApi()
    {
      await using held = await holdLease(api, '0123456789ab')
      expect(held).toBeDefined()
      expect(volumes.map(({ Labels }) => Labels)).toEqual([
        { 'streamassay.stack': '0123456789ab', 'streamassay.owner': ownerText(), 'streamassay.lease': '' },
      ])
    }
    expect(volumes).toEqual([])
  })

  test('is renewed every five seconds by a new volume, and at no time there is none', async () => {
    const { api, volumes, asked } = fakeApi()
    const lease = await holdLease(api, '0123456789ab')
    const first = volumes[0]?.Name ?? ''
    await vi.advanceTimersByTimeAsync(4_999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked.slice(1)).toEqual(['POST /volumes/create', `DELETE /volumes/${first}`])
    await vi.advanceTimersByTimeAsync(50_000)
    expect(asked).toHaveLength(23)
    expect(volumes).toHaveLength(1)
    await lease[Symbol.asyncDispose]()
  })

  test('is tried again when the engine does not answer, and nothing of it stays', async () => {
    let isThere = true
    const { api, volumes } = fakeApi(() => (isThere ? null : new Error('no answer')))
    const lease = await holdLease(api, '0123456789ab')
    isThere = false
    await vi.advanceTimersByTimeAsync(20_000)
    expect(volumes).toHaveLength(1)
    isThere = true
    await vi.advanceTimersByTimeAsync(5_000)
    expect(volumes).toHaveLength(1)
    await lease[Symbol.asyncDispose]()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(volumes).toEqual([])
  })

  test('that the engine does not take is an error', async () => {
    await expect(holdLease(fakeApi(() => new Error('disk is full')).api, '0123456789ab')).rejects.toThrow(
      'disk is full',
    )
  })
})

describe('the leases on an engine', () => {
  const owner = readOwner(owners.elsewhere) ?? thisProcess

  test('are asked for by their label, and judged by the clock of the engine', async () => {
    const asked: string[] = []
    const api: EngineApi = async ({ path }) => {
      asked.push(decodeURIComponent(path))
      const answer = path.startsWith('/info')
        ? { SystemTime: '2020-01-01T00:00:30.5Z' }
        : { Volumes: [leaseVolume(owners.elsewhere, 20_000)] }
      return Buffer.from(JSON.stringify(answer))
    }
    expect((await readLeases(api)).stateOf(owner)).toBe('fresh')
    expect(asked).toEqual(['/volumes?filters={"label":["streamassay.lease"]}', '/info'])
  })

  test.each([
    ['there are none', null, '2020-01-01T00:00:00Z'],
    [
      'the engine does not tell when they were created',
      [{ ...leaseVolume(owners.elsewhere, 0), CreatedAt: '' }],
      '2020-01-01T00:00:00Z',
    ],
    ['the engine does not tell its time', [leaseVolume(owners.elsewhere, 0)], undefined],
  ])('tell nothing where %s', async (_, Volumes, SystemTime) => {
    const api: EngineApi = async ({ path }) =>
      Buffer.from(JSON.stringify(path.startsWith('/info') ? { SystemTime } : { Volumes }))
    expect((await readLeases(api)).stateOf(owner)).toBe('unknown')
  })

  test('are told from the other volumes of a stack', () => {
    const { Labels: labels, ...volume } = leaseVolume(owners.elsewhere, 0)
    const { 'streamassay.lease': _, ...others } = labels
    expect(leasesIn([{ ...volume, Labels: others }, { Labels: null }], Date.now()).stateOf(owner)).toBe('unknown')
  })
})
