/** Specs of removing kept stacks, and of telling those that nobody keeps any more. */
import { beforeEach, expect, test, vi } from 'vitest'

import { connectEngine } from '../../../../harness/stack/engine/engine.ts'
import { removeKept, withoutLeftovers } from '../../../../harness/stack/kept/remove-kept.ts'
import { container, fakeEngine, keptVolume, network, owners } from '../cleanup/fake-engine.ts'
import { fakeApi, keptStack } from './fake-api.ts'

vi.mock('../../../../harness/stack/engine/engine.ts', () => ({ connectEngine: vi.fn<() => unknown>() }))

beforeEach(() => void vi.mocked(connectEngine).mockReset())

const held = () => {
  const made = fakeEngine({
    containers: [container('kafka', owners.gone)],
    networks: [network('net', owners.gone)],
    volumes: [keptVolume('kept', owners.gone, 0)],
  })
  vi.mocked(connectEngine).mockResolvedValue(made.engine)
  return made
}

test('a kept stack is removed by its label', async () => {
  const { removed, asked } = held()
  await removeKept(keptStack({ id: 'ab12' }))
  expect(asked).toContainEqual({ filters: { label: ['streamassay.stack=ab12'] } })
  expect(removed.map((line) => line.split(' ')[1])).toEqual(['kept', 'id-of-kafka', 'id-of-net'])
})

test('what nobody keeps any more is removed and told, the others are left and given', async () => {
  const { removed } = held()
  const well = keptStack({ id: 'well' })
  const told: string[] = []
  const found = [well, keptStack({ id: 'left', owner: owners.gone })]
  expect(await withoutLeftovers(fakeApi().api, found, (line) => told.push(line))).toEqual([well])
  expect(told).toEqual(['stack: removed the kept stack left, whose keeper has ended'])
  expect(removed).toHaveLength(3)
})

test('where all are kept well the engine is not asked', async () => {
  await withoutLeftovers(fakeApi().api, [keptStack()], () => undefined)
  expect(connectEngine).not.toHaveBeenCalled()
})
