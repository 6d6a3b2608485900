/** Specs of having a stack kept: when one is started, when the time of one is renewed, and what is said of it. */
import { beforeEach, describe, expect, test, vi } from 'vitest'

import { keepStack, upCommand } from '../../../../harness/cli/stack/up.ts'
import { attach } from '../../../../harness/stack/kept/attach.ts'
import { connectApi } from '../../../../harness/stack/engine/engine-api.ts'
import { startKeeper } from '../../../../harness/stack/kept/keeper.ts'
import { announce, findKept } from '../../../../harness/stack/kept/kept-volumes.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { fakeApi, keptStack } from '../../stack/kept/fake-api.ts'

const printed: string[] = []

vi.mock('../../../../harness/cli/print.ts', () => ({ print: (text: string) => void printed.push(...text.split('\n')) }))
vi.mock('../../../../harness/cli/stack/setup.ts', () => ({ bringSetup: async () => undefined }))
vi.mock('../../../../harness/open-stack.ts', () => ({
  orderStack: async () => ({ images: { kafka: 'kafka:1', pyflink: 'pyflink:1' } }),
}))
vi.mock('../../../../harness/stack/kept/attach.ts', () => ({ attach: vi.fn<typeof attach>() }))
vi.mock('../../../../harness/stack/engine/engine-api.ts', () => ({ connectApi: vi.fn<typeof connectApi>() }))
vi.mock('../../../../harness/stack/kept/keeper.ts', () => ({ startKeeper: vi.fn<typeof startKeeper>() }))

beforeEach(() => {
  printed.length = 0
  vi.mocked(attach).mockReset().mockResolvedValue(fakeStack())
  vi.mocked(startKeeper)
    .mockReset()
    .mockResolvedValue(keptStack({ id: 'new1' }))
})

const up = (lifetime = '30') => upCommand({ lifetime, signal: new AbortController().signal })

function keepingNothing() {
  const made = fakeApi()
  vi.mocked(connectApi).mockResolvedValue(made.api)
  return made
}

test('where none is kept a keeper is started with the images and the lifetime, and what there is then is told', async () => {
  keepingNothing()
  expect(await up()).toBe(0)
  expect(vi.mocked(startKeeper).mock.calls[0]?.[0]).toEqual({
    stack: { images: { kafka: 'kafka:1', pyflink: 'pyflink:1' } },
    name: 'default',
    lifetimeMs: 30 * 60_000,
  })
  expect(printed.slice(-6)).toEqual([
    expect.stringMatching(/^kept {7}new1, until .*\d\d:\d\d$/),
    'Web UI     http://127.0.0.1:2',
    'brokers    127.0.0.1:1; for jobs in the cluster: kafka:9092',
    'used by    npx streamassay run FILE, npx streamassay check FILE, npx vitest',
    'extend by  npx streamassay up',
    'remove by  npx streamassay down',
  ])
})

test('the name of a stack is printed with the variable by which commands find it', async () => {
  vi.mocked(startKeeper).mockResolvedValue(keptStack({ id: 'new1', name: 'orders' }))
  keepingNothing()
  await up()
  expect(printed).toContain(
    'name       orders; commands and specs find this stack if STREAMASSAY_KEPT_NAME=orders is set',
  )
})

test('the time of one that is kept already is counted anew from now, also when that shortens it', async () => {
  const { api } = keepingNothing()
  await announce(api, keptStack({ id: 'old1', renewedMs: 1, untilMs: Date.now() + 24 * 3_600_000 }))
  const beforeMs = Date.now()
  expect(await up('5')).toBe(0)
  const [renewed] = await findKept(api, 'default')
  expect(renewed?.id).toBe('old1')
  expect((renewed?.untilMs ?? 0) - beforeMs).toBeGreaterThanOrEqual(5 * 60_000)
  expect((renewed?.untilMs ?? 0) - beforeMs).toBeLessThan(6 * 60_000)
  expect(startKeeper).not.toHaveBeenCalled()
  expect(printed.join('\n')).toMatch(/lifetime extended\nkept {7}old1, until/)
})

test('a stack of certain ports and TaskManagers is started with them', async () => {
  keepingNothing()
  const shape = { ports: { web: 8081, broker: 9092 }, taskManagers: 2 }
  expect(await keepStack({ lifetime: '30', signal: new AbortController().signal, ...shape })).toMatchObject({
    id: 'new1',
  })
  expect(vi.mocked(startKeeper).mock.calls[0]?.[0].stack).toMatchObject(shape)
})

describe('where one is kept that', () => {
  const wish = { lifetime: '30', signal: new AbortController().signal }
  beforeEach(async () => {
    const { api } = keepingNothing()
    await announce(api, keptStack({ id: 'old1', taskManagers: 2 }))
  })

  test('is of the ports and the number that are asked for, its time is renewed', async () => {
    const kept = await keepStack({ ...wish, ports: { web: 2, broker: 1 }, taskManagers: 2 })
    expect(kept.id).toBe('old1')
    expect(printed.join()).toContain('lifetime extended')
  })

  test.each([{ ports: { web: 3, broker: 1 } }, { ports: { web: 2, broker: 3 } }, { taskManagers: 1 }])(
    'is not of %j, that is refused with what it is of',
    async (shape) => {
      await expect(keepStack({ ...wish, ...shape })).rejects.toMatchObject({
        code: 'OPTION_INVALID',
        message:
          'a kept stack is already running, with 2 TaskManagers, Web UI at http://127.0.0.1:2, broker at 127.0.0.1:1',
        remedy: expect.stringContaining('npx streamassay down'),
      })
      expect(startKeeper).not.toHaveBeenCalled()
    },
  )
})

test('beside one of other images another is started, and the first is told', async () => {
  const { api } = keepingNothing()
  await announce(api, keptStack({ id: 'old1', images: { kafka: 'kafka:0', pyflink: 'pyflink:1' } }))
  await up()
  expect(startKeeper).toHaveBeenCalledOnce()
  expect(printed[0]).toMatch(
    /^stack: old1 was started from other images and stays until .*; "npx streamassay down" removes it$/,
  )
})

test('one that does not answer is an error, and is not told to be there', async () => {
  const { api } = keepingNothing()
  await announce(api, keptStack())
  vi.mocked(attach).mockRejectedValue(new Error('of no use'))
  await expect(up()).rejects.toThrow('of no use')
  expect(printed).toEqual([])
})

test('a lifetime that is none is refused before anything is looked at', async () => {
  vi.mocked(connectApi).mockReset()
  await expect(up('tomorrow')).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  expect(connectApi).not.toHaveBeenCalled()
})
