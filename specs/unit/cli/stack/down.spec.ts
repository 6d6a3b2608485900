/** Specs of taking kept stacks down. */
import { beforeEach, expect, test, vi } from 'vitest'

import { downCommand } from '../../../../harness/cli/stack/down.ts'
import { connectApi } from '../../../../harness/stack/engine/engine-api.ts'
import { announce } from '../../../../harness/stack/kept/kept-volumes.ts'
import { removeKept } from '../../../../harness/stack/kept/remove-kept.ts'
import { owners } from '../../stack/cleanup/fake-engine.ts'
import { fakeApi, keptStack } from '../../stack/kept/fake-api.ts'

const printed: string[] = []

vi.mock('../../../../harness/cli/print.ts', () => ({ print: (line: string) => void printed.push(line) }))
vi.mock('../../../../harness/cli/answering-engine.ts', () => ({ answeringEngine: async () => undefined }))
vi.mock('../../../../harness/stack/engine/engine-api.ts', () => ({ connectApi: vi.fn<typeof connectApi>() }))
vi.mock('../../../../harness/stack/kept/remove-kept.ts', () => ({ removeKept: vi.fn<typeof removeKept>() }))

beforeEach(() => void (printed.length = 0))

test('every kept stack is removed, also one that its keeper has left, but none of another name', async () => {
  const { api } = fakeApi()
  vi.mocked(connectApi).mockResolvedValue(api)
  await announce(api, keptStack({ id: 'a', renewedMs: 2 }))
  await announce(api, keptStack({ id: 'b', renewedMs: 1, owner: owners.gone }))
  await announce(api, keptStack({ id: 'c', name: 'nightly' }))
  expect(await downCommand()).toBe(0)
  expect(vi.mocked(removeKept).mock.calls.map(([{ id }]) => id)).toEqual(['a', 'b'])
  expect(printed).toEqual(['removed the kept stack a', 'removed the kept stack b'])
})

test('that there is none is said, and is no failure', async () => {
  vi.mocked(connectApi).mockResolvedValue(fakeApi().api)
  expect(await downCommand()).toBe(0)
  expect(printed).toEqual(['no kept stack is running'])
})
