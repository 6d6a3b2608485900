/** Specs of removing a lab, whoever has started it. */
import { beforeEach, expect, test, vi } from 'vitest'

import { answeringEngine } from '../../../../harness/cli/answering-engine.ts'
import { downCommand } from '../../../../harness/cli/stack/down.ts'
import { labDownCommand } from '../../../../harness/cli/lab/down.ts'
import type { Engine } from '../../../../harness/setup/engine/engine.ts'
import { connectApi } from '../../../../harness/stack/engine/engine-api.ts'
import { announce } from '../../../../harness/stack/kept/kept-volumes.ts'
import { container, fakeEngine, network } from '../../stack/cleanup/fake-engine.ts'
import { composed, fakeApi, keptStack } from '../../stack/kept/fake-api.ts'

const printed: string[] = []

vi.mock('../../../../harness/cli/print.ts', () => ({ print: (text: string) => void printed.push(text) }))
vi.mock('../../../../harness/cli/answering-engine.ts', () => ({ answeringEngine: vi.fn<typeof answeringEngine>() }))
vi.mock('../../../../harness/cli/stack/down.ts', () => ({ downCommand: vi.fn<typeof downCommand>() }))
vi.mock('../../../../harness/stack/engine/engine-api.ts', () => ({ connectApi: vi.fn<typeof connectApi>() }))

/** An engine with a container, a network and a volume of compose's. */
function engineOfCompose(): readonly string[] {
  const { engine, removed } = fakeEngine({
    containers: [container('course_kafka_1', 'compose')],
    networks: [network('course_default', 'compose')],
    volumes: [{ Name: 'course_kafka-log', Labels: { 'streamassay.stack': 'course' } }],
  })
  vi.mocked(answeringEngine).mockResolvedValue({ dockerode: engine } as unknown as Engine)
  return removed
}

beforeEach(() => {
  printed.length = 0
  vi.mocked(downCommand).mockReset().mockResolvedValue(0)
})

test('where compose has none it is the stack that is kept', async () => {
  const removed = engineOfCompose()
  vi.mocked(connectApi).mockResolvedValue(fakeApi().api)
  expect(await labDownCommand()).toBe(0)
  expect(downCommand).toHaveBeenCalledOnce()
  expect(removed).toEqual([])
})

test("compose's goes but for its volumes, and that is told", async () => {
  const removed = engineOfCompose()
  vi.mocked(connectApi).mockResolvedValue(fakeApi(undefined, [composed('kafka')]).api)
  expect(await labDownCommand()).toBe(0)
  expect(removed).toEqual(['container id-of-course_kafka_1 {"force":true,"v":true}', 'network id-of-course_default'])
  expect(printed).toEqual([
    `removed the Docker Compose lab course; its volumes stay until "docker compose down --volumes"`,
  ])
  expect(downCommand).not.toHaveBeenCalled()
})

test('where there are both, both go', async () => {
  const removed = engineOfCompose()
  const { api } = fakeApi(undefined, [composed('kafka')])
  await announce(api, keptStack())
  vi.mocked(connectApi).mockResolvedValue(api)
  expect(await labDownCommand()).toBe(0)
  expect(removed).toHaveLength(2)
  expect(downCommand).toHaveBeenCalledOnce()
})
