/** Specs of who is set to remove a stack, and of what becomes of the watcher when the stack is released. */
import { beforeEach, expect, test, vi } from 'vitest'

import { guard } from '../../../../harness/stack/cleanup/guard.ts'
import type { Watcher } from '../../../../harness/stack/cleanup/watcher.ts'
import { connectEngine } from '../../../../harness/stack/engine/engine.ts'
import { container, fakeEngine, owners } from './fake-engine.ts'

const did: string[] = []

vi.mock('../../../../harness/stack/engine/engine.ts', () => ({ connectEngine: vi.fn<() => unknown>() }))
vi.mock('../../../../harness/stack/cleanup/watcher.ts', () => ({
  startWatcher: async (id: string): Promise<Watcher> => {
    did.push(`watcher of ${id}`)
    const note = (what: string) => async () => void did.push(what)
    return { pid: 1, dismiss: note('dismissed'), removeAll: note('told to remove') }
  },
}))

beforeEach(() => void (did.length = 0))

async function guardAndRelease(reaper: 'ryuk' | 'watcher'): Promise<void> {
  await using release = new AsyncDisposableStack()
  await guard('0123456789ab', reaper, release)
  release.defer(() => void did.push('containers removed'))
}

test('where Ryuk is there, no watcher is started', async () => {
  await guardAndRelease('ryuk')
  expect(did).toEqual(['containers removed'])
})

test('the watcher is dismissed last of all when nothing is left', async () => {
  vi.mocked(connectEngine).mockResolvedValue(fakeEngine({}).engine)
  await guardAndRelease('watcher')
  expect(did).toEqual(['watcher of 0123456789ab', 'containers removed', 'dismissed'])
})

test('what is left when the stack has been released is for the watcher to remove', async () => {
  vi.mocked(connectEngine).mockResolvedValue(fakeEngine({ containers: [container('kafka', owners.alive)] }).engine)
  await guardAndRelease('watcher')
  expect(did.at(-1)).toBe('told to remove')
})

test.each(['the engine does not answer', 'the engine cannot list'])(
  'the watcher also removes when %s',
  async (when) => {
    const { engine } = fakeEngine({})
    engine.listContainers = () => Promise.reject(new Error('500'))
    if (when === 'the engine cannot list') vi.mocked(connectEngine).mockResolvedValue(engine)
    else vi.mocked(connectEngine).mockRejectedValue(new Error('no engine'))
    await guardAndRelease('watcher')
    expect(did.at(-1)).toBe('told to remove')
  },
)
