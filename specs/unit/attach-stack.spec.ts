/** Specs of choosing the kept stack to work on. */
import { beforeEach, describe, expect, test, vi } from 'vitest'

import { attachLab, attachStack } from '../../harness/attach-stack.ts'
import { attach, attachComposed } from '../../harness/stack/kept/attach.ts'
import { connectApi } from '../../harness/stack/engine/engine-api.ts'
import type { KeptStack } from '../../harness/stack/kept/kept-stack.ts'
import { announce } from '../../harness/stack/kept/kept-volumes.ts'
import { fakeStack } from './stack/fake-stack.ts'
import { composed, fakeApi, keptStack } from './stack/kept/fake-api.ts'

vi.mock('../../harness/setup/engine/engine-context.ts', () => ({ followContext: async () => undefined }))
vi.mock('../../harness/setup/image/image-recipe.ts', () => ({
  stackImages: async () => ({ kafka: 'kafka:1', pyflink: 'pyflink:1' }),
}))
vi.mock('../../harness/stack/kept/attach.ts', () => ({
  attach: vi.fn<typeof attach>(),
  attachComposed: vi.fn<typeof attachComposed>(),
}))
vi.mock('../../harness/stack/engine/engine-api.ts', () => ({ connectApi: vi.fn<typeof connectApi>() }))

const told: string[] = []
const tell = (line: string): void => void told.push(line)

beforeEach(() => {
  told.length = 0
  vi.mocked(attach).mockReset()
})

async function keeping(...kept: readonly KeptStack[]): Promise<void> {
  const { api } = fakeApi()
  for (const one of kept) await announce(api, one)
  vi.mocked(connectApi).mockResolvedValue(api)
}

const untilMs = new Date('2099-01-02T14:05:00').getTime()
const otherImages = { kafka: 'kafka:1', pyflink: 'pyflink:2' }

test('the kept stack of the same images is used, and that is said in one line', async () => {
  const stack = fakeStack()
  vi.mocked(attach).mockResolvedValue(stack)
  const kept = keptStack({ id: 'ab12', untilMs, renewedMs: 1 })
  await keeping(keptStack({ id: 'other', images: otherImages, untilMs, renewedMs: 2 }), kept)
  expect(await attachStack(tell)).toBe(stack)
  expect(vi.mocked(attach).mock.calls[0]?.[0]).toEqual(kept)
  expect(told).toEqual(['stack: using the kept stack ab12 until Jan 2, 14:05'])
})

test('one of other images is not used, and that is said with what to do', async () => {
  await keeping(keptStack({ images: otherImages, untilMs }))
  expect(await attachStack(tell)).toBeNull()
  expect(told).toEqual([
    'stack: not using the kept stack, which was started from other images; run "npx streamassay down" and "npx streamassay up"',
  ])
})

test('where there is none nothing is said', async () => {
  await keeping(keptStack({ name: 'another name', untilMs }))
  expect(await attachStack(tell)).toBeNull()
  expect(told).toEqual([])
})

test('where no engine answers there is none: that is for set-up to tell', async () => {
  vi.mocked(connectApi).mockRejectedValue(new Error('connect ENOENT'))
  expect(await attachStack(tell)).toBeNull()
  expect(told).toEqual([])
})

test('an engine that is not there any more is as none, one that gives no answer is told', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  vi.mocked(connectApi).mockResolvedValue(fakeApi(() => refused).api)
  expect(await attachStack(tell)).toBeNull()
  expect(told).toEqual([])
  vi.mocked(connectApi).mockResolvedValue(fakeApi(() => new Error('no answer')).api)
  expect(await attachStack(tell)).toBeNull()
  expect(told).toEqual(['stack: cannot look for a kept stack: no answer'])
})

test('one that does not answer is an error, and no stack is started behind it', async () => {
  vi.mocked(attach).mockRejectedValue(new Error('of no use'))
  await keeping(keptStack({ untilMs }))
  await expect(attachStack(tell)).rejects.toThrow('of no use')
})

describe("compose's lab", () => {
  test('is attached to, and that is said in one line', async () => {
    const stack = fakeStack()
    vi.mocked(attachComposed).mockResolvedValue(stack)
    vi.mocked(connectApi).mockResolvedValue(fakeApi(undefined, [composed('kafka', { port: 9092 })]).api)
    expect(await attachLab(tell)).toBe(stack)
    expect(told).toEqual(['stack: using the Docker Compose lab course'])
  })

  test('is not there without its containers, or without an engine, and nothing is said', async () => {
    vi.mocked(connectApi).mockResolvedValue(fakeApi().api)
    expect(await attachLab(tell)).toBeNull()
    vi.mocked(connectApi).mockRejectedValue(new Error('connect ENOENT'))
    expect(await attachLab(tell)).toBeNull()
    expect(told).toEqual([])
  })

  test('cannot be found where the engine does not say, and that is told', async () => {
    vi.mocked(connectApi).mockResolvedValue(fakeApi(() => new Error('no answer')).api)
    expect(await attachLab(tell)).toBeNull()
    expect(told).toEqual(['stack: cannot look for a kept stack: no answer'])
  })
})
