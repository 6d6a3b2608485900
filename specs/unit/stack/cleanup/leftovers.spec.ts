/** Specs of finding and removing what carries our label. */
import { describe, expect, test } from 'vitest'

import { findLeftovers, removeLeftovers } from '../../../../harness/stack/cleanup/leftovers.ts'
import { container, fakeEngine, keptVolume, leaseVolume, network, owners } from './fake-engine.ts'

const refusal = (statusCode: number) => Object.assign(new Error(`answered ${statusCode}`), { statusCode })

describe('findLeftovers', () => {
  test('tells of each container and network its name, its stack, its state, and whether its owner lives', async () => {
    const { engine } = fakeEngine({
      containers: [container('kafka', owners.gone, 'exited')],
      networks: [network('net', owners.alive)],
    })
    const stackId = '0123456789ab'
    expect(await findLeftovers(engine)).toEqual([
      { kind: 'container', id: 'id-of-kafka', name: 'kafka', stackId, state: 'exited', inUse: false },
      { kind: 'network', id: 'id-of-net', name: 'net', stackId, state: null, inUse: true },
    ])
  })

  test('asks the engine for our label alone, containers that have ended included', async () => {
    const { engine, asked } = fakeEngine({})
    await findLeftovers(engine, '0123456789ab')
    const filters = { label: ['streamassay.stack=0123456789ab'] }
    expect(asked).toEqual([{ all: true, filters }, { filters }, { filters }])
  })

  test.each([
    ['is in use until a minute after its time', 30_000, owners.alive, true],
    ['is not in use when its keeper should have removed it by now', 90_000, owners.alive, false],
    ['is not in use when its keeper is gone', -90_000, owners.gone, false],
  ])('tells that a kept stack %s', async (_, overMs, owner, inUse) => {
    const { engine } = fakeEngine({
      containers: [container('kafka', owner)],
      networks: [network('net', owner)],
      volumes: [keptVolume('kept', owner, Date.now() - overMs)],
    })
    const found = await findLeftovers(engine)
    expect(found.map((one) => [one.kind, one.name, one.inUse])).toEqual([
      ['container', 'kafka', inUse],
      ['network', 'net', inUse],
      ['volume', 'kept', inUse],
    ])
  })

  test.each([
    ['is in use while its lease is fresh, whatever our clock says', 30_000, true],
    ['is not in use when its lease is stale', 90_000, false],
  ])('tells that a stack of a process that is elsewhere %s', async (_, ageMs, inUse) => {
    const owner = owners.goneElsewhere
    const { engine } = fakeEngine({
      containers: [container('kafka', owner)],
      networks: [network('net', owner)],
      volumes: [keptVolume('kept', owner, Date.now() - 90_000), leaseVolume(owner, ageMs)],
    })
    const found = await findLeftovers(engine)
    expect(found.map((one) => [one.name, one.inUse])).toEqual(
      ['kafka', 'net', 'kept', 'lease'].map((name) => [name, inUse]),
    )
  })

  test('tells that a stack of which nothing is known is in use', async () => {
    const { engine } = fakeEngine({ containers: [container('kafka', owners.elsewhere), container('old', 'host/4711')] })
    expect((await findLeftovers(engine)).map(({ inUse }) => inUse)).toEqual([true, true])
  })

  test('tells that the lease of a run that was killed is in use while its stack is: it says of its jobs that they are left', async () => {
    const volumes = [leaseVolume(owners.gone, 0)]
    const { engine } = fakeEngine({ containers: [container('kafka', owners.alive)], volumes })
    expect((await findLeftovers(engine)).map(({ inUse }) => inUse)).toEqual([true, true])
    const left = fakeEngine({ containers: [container('kafka', owners.gone)], volumes })
    expect((await findLeftovers(left.engine)).map(({ inUse }) => inUse)).toEqual([false, false])
  })

  test('does not ask the engine for its time where every owner is told by its process', async () => {
    const { engine, asked } = fakeEngine({ containers: [container('kafka', owners.alive)] })
    await findLeftovers(engine)
    expect(asked).not.toContain('info')
  })

  test('shows a container that has no name yet by its id', async () => {
    const { engine } = fakeEngine({ containers: [{ ...container('kafka', owners.gone), Names: [] }] })
    expect((await findLeftovers(engine))[0]?.name).toBe('id-of-kafka')
  })
})

describe('removeLeftovers', () => {
  const held = {
    containers: [container('kafka', owners.gone), container('jobmanager', owners.gone)],
    networks: [network('net', owners.gone)],
    volumes: [keptVolume('kept', owners.gone, 0)],
  }

  test('first takes back that a stack is kept, kills containers, and removes the network after all of them', async () => {
    const { engine, removed } = fakeEngine(held)
    await removeLeftovers(engine, await findLeftovers(engine))
    expect(removed).toEqual([
      'volume kept',
      'container id-of-kafka {"force":true,"v":true}',
      'container id-of-jobmanager {"force":true,"v":true}',
      'network id-of-net',
    ])
  })

  test('removes a volume that a container had in it after that container', async () => {
    let asked = 0
    const refuse = (id: string): unknown => (id === 'kept' && (asked += 1) === 1 ? refusal(409) : null)
    const { engine, removed } = fakeEngine({ ...held, refuse })
    await removeLeftovers(engine, await findLeftovers(engine))
    expect(removed.at(-1)).toBe('volume kept')
    expect(removed).toHaveLength(4)
  })

  test.each([404, 409])('lets pass that somebody else is removing the same (%d)', async (status) => {
    const { engine, removed } = fakeEngine({ ...held, refuse: (id) => (id === 'id-of-kafka' ? refusal(status) : null) })
    await removeLeftovers(engine, await findLeftovers(engine))
    expect(removed).toHaveLength(3)
  })

  test('tells what could not be removed', async () => {
    const { engine } = fakeEngine({ ...held, refuse: (id) => (id === 'id-of-net' ? refusal(500) : null) })
    await expect(removeLeftovers(engine, await findLeftovers(engine))).rejects.toThrow('answered 500')
  })
})
