/** Specs of removing what earlier runs left. */
import { beforeEach, expect, test, vi } from 'vitest'

import { cleanCommand } from '../../../harness/cli/clean.ts'
import { connectEngine } from '../../../harness/stack/engine.ts'
import { container, fakeEngine, network, owners } from '../stack/cleanup/fake-engine.ts'

const printed: string[] = []

vi.mock('../../../harness/stack/engine.ts', () => ({ connectEngine: vi.fn<() => unknown>() }))
vi.mock('../../../harness/cli/print.ts', () => ({ print: (line: string) => void printed.push(line) }))

beforeEach(() => void (printed.length = 0))

const held = {
  containers: [container('old-kafka', owners.gone, 'exited'), container('new-kafka', owners.alive)],
  networks: [network('old-net', owners.gone)],
}

async function clean(options: { dryRun?: boolean; all?: boolean }, holds: Parameters<typeof fakeEngine>[0] = held) {
  const { engine, removed } = fakeEngine(holds)
  vi.mocked(connectEngine).mockResolvedValue(engine)
  const exitCode = await cleanCommand({ dryRun: false, all: false, ...options })
  return { exitCode, removed: removed.map((line) => line.split(' ')[1]) }
}

test('what a run left that is gone is shown and removed, what is in use is kept and counted', async () => {
  expect(await clean({})).toEqual({ exitCode: 0, removed: ['id-of-old-kafka', 'id-of-old-net'] })
  expect(printed).toEqual([
    'container old-kafka (exited)',
    'network old-net',
    '2 removed',
    '1 in use by a run that is alive; --all removes them too',
  ])
})

test('a dry run removes nothing', async () => {
  expect((await clean({ dryRun: true })).removed).toEqual([])
  expect(printed).toContain('2 would be removed')
})

test('--all removes what is in use as well', async () => {
  expect((await clean({ all: true })).removed).toContain('id-of-new-kafka')
  expect(printed.at(-1)).toBe('3 removed')
})

test('that nothing is left is said', async () => {
  await clean({}, {})
  expect(printed).toEqual(['nothing is left of earlier runs'])
})

test('without an engine nothing can be cleaned, and that is told', async () => {
  vi.mocked(connectEngine).mockRejectedValue(new Error('no runtime'))
  await expect(cleanCommand({ dryRun: false, all: false })).rejects.toMatchObject({ code: 'ENGINE_MISSING' })
})
