/** Specs of removing what earlier runs and earlier versions left. */
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'

import { cleanCommand } from '../../../../harness/cli/stack/clean.ts'
import { type Engine, findEngine } from '../../../../harness/setup/engine/engine.ts'
import { findOldImages } from '../../../../harness/setup/image/old-images.ts'
import { container, fakeEngine, keptVolume, network, owners } from '../../stack/cleanup/fake-engine.ts'

const printed: string[] = []

vi.mock('../../../../harness/setup/engine/engine.ts', () => ({ findEngine: vi.fn<typeof findEngine>() }))
vi.mock('../../../../harness/setup/image/old-images.ts', () => ({ findOldImages: vi.fn<typeof findOldImages>() }))
vi.mock('../../../../harness/cli/print.ts', () => ({ print: (line: string) => void printed.push(line) }))

beforeEach(() => {
  printed.length = 0
  vi.mocked(findOldImages).mockResolvedValue([])
})

const held = {
  containers: [container('old-kafka', owners.gone, 'exited'), container('new-kafka', owners.alive)],
  networks: [network('old-net', owners.gone)],
}

const named = (name: string) => ({ id: name, name, sizeBytes: 1.2e9 })

async function clean(options: { dryRun?: boolean; all?: boolean }, holds: Parameters<typeof fakeEngine>[0] = held) {
  const { engine, removed } = fakeEngine(holds)
  const answering: Partial<Engine> = { dockerode: engine }
  vi.mocked(findEngine).mockResolvedValue({ engine: answering as Engine })
  const exitCode = await cleanCommand({ dryRun: false, all: false, ...options })
  return { exitCode, removed: removed.map((line) => line.split(' ')[1]) }
}

test('what a run left that is gone is shown and removed, what is in use is kept and counted', async () => {
  expect(await clean({})).toEqual({ exitCode: 0, removed: ['id-of-old-kafka', 'id-of-old-net'] })
  expect(printed).toEqual([
    'container old-kafka (exited)',
    'network old-net',
    '2 removed',
    '1 still in use by a running process, a kept stack or Docker Compose; --all removes them as well',
  ])
})

const keptUntil = (untilMs: number) => ({
  containers: [container('kafka', owners.alive)],
  volumes: [keptVolume('kept', owners.alive, untilMs)],
})

test('a kept stack stays until its time is over', async () => {
  expect((await clean({}, keptUntil(Date.now() + 60_000))).removed).toEqual([])
  expect((await clean({}, keptUntil(Date.now() - 120_000))).removed).toEqual(['kept', 'id-of-kafka'])
})

test('a dry run removes nothing', async () => {
  vi.mocked(findOldImages).mockResolvedValue([{ id: 'a', name: 'pyflink:2.1', sizeBytes: 1.2e9 }])
  expect((await clean({ dryRun: true })).removed).toEqual([])
  expect(printed).toContain('3 would be removed')
})

test('--all removes what is in use as well', async () => {
  expect((await clean({ all: true })).removed).toContain('id-of-new-kafka')
  expect(printed.at(-1)).toBe('3 removed')
})

test('images of another version are removed, and one that a container uses stays and is not counted', async () => {
  vi.mocked(findOldImages).mockResolvedValue(['pyflink:2.0', 'pyflink:2.1', 'pyflink:gone'].map(named))
  const inUse = Object.assign(new Error('conflict'), { statusCode: 409 })
  const gone = Object.assign(new Error('no such image'), { statusCode: 404 })
  const refuse = (id: string): unknown => ({ 'pyflink:2.1': inUse, 'pyflink:gone': gone })[id] ?? null
  expect((await clean({}, { refuse })).removed).toEqual(['pyflink:2.0'])
  expect(printed).toEqual([
    'image pyflink:2.0 (1200 MB) of another version',
    'image pyflink:2.1 (1200 MB) of another version',
    'image pyflink:gone (1200 MB) of another version',
    'image pyflink:2.1 is in use and was not removed',
    '2 removed',
  ])
})

test('an image that cannot be removed for another reason is told', async () => {
  vi.mocked(findOldImages).mockResolvedValue([{ id: 'a', name: 'pyflink:2.1', sizeBytes: 1 }])
  await expect(clean({}, { refuse: () => new Error('disk is gone') })).rejects.toThrow('disk is gone')
})

test('that nothing is left is said', async () => {
  await clean({}, {})
  expect(printed).toEqual(['no leftovers found'])
})

test('without an engine nothing can be cleaned, and that is told', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.mocked(findEngine).mockResolvedValue({ absence: 'connect ENOENT' })
  await expect(cleanCommand({ dryRun: false, all: false })).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'no container engine answers at DOCKER_HOST=tcp://127.0.0.1:1',
    details: ['connect ENOENT'],
  })
})
