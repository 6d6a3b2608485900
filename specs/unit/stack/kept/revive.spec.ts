/** Specs of bringing TaskManagers back, on an engine and a cluster of this process. */
import { expect, test } from 'vitest'

import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { allRun, reviveTaskManagers } from '../../../../harness/stack/kept/revive.ts'
import { containersOf, taskManagerNames } from '../../../../harness/stack/parts.ts'
import { type FakeFlink, fakeFlink } from '../../flink/fake-flink.ts'

const containers = containersOf('ab', 2)

const ids = taskManagerNames(2)
const startedAt = '2026-12-01T03:00:00.123456789Z'
const startedMs = Date.parse(startedAt)

/** Containers that run, but for those that have ended; what is started runs. `again` has ended before and been started since. */
function engineWith(ended: string[], again: string[] = []) {
  const started: string[] = []
  const api: EngineApi = async ({ method, path }) => {
    const [, name = '', what = ''] = /^\/containers\/streamassay-ab-([^/]+)\/(\w+)/.exec(path) ?? []
    if (what === 'start') started.push(`${method} ${name}`)
    const isRunning = !ended.includes(name) || started.includes(`POST ${name}`)
    const hasEnded = [...ended, ...again].includes(name)
    const state = {
      Running: isRunning,
      Status: isRunning ? 'running' : 'exited',
      ExitCode: 239,
      OOMKilled: false,
      StartedAt: startedAt,
      FinishedAt: hasEnded ? '2026-12-01T02:59:59.9Z' : '0001-01-01T00:00:00Z',
    }
    return Buffer.from(what === 'json' ? JSON.stringify({ State: state }) : '')
  }
  return { api, started }
}

/** What the cluster answers when it last heard from each TaskManager, so long after the start of those that have ended. */
const heard = (...afterMs: (number | null)[]) => ({
  body: {
    taskmanagers: afterMs.map((ms, at) => ({
      id: ids[at] ?? '',
      timeSinceLastHeartbeat: ms === null ? 0 : startedMs + ms,
    })),
  },
})
const flinkOf = (...answers: ReturnType<typeof heard>[]): Promise<FakeFlink> =>
  fakeFlink({ 'GET /taskmanagers': answers })

test('a TaskManager that has ended is started, and waited for until it was heard from', async () => {
  const { api, started } = engineWith(['taskmanager-2'])
  // Registered in the place of the one before it; thrown out; registered, not heard from yet; heard from.
  await using flink = await flinkOf(heard(-9000, -5000), heard(-9000), heard(-9000, null), heard(-9000, 1000))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([
    'the container of taskmanager-2 exited with 239',
  ])
  expect(started).toEqual(['POST taskmanager-2'])
  expect(flink.asked).toHaveLength(4)
  expect(await allRun(api, containers)).toBe(true)
})

test('one that another process has started again is waited for in the same way, and nobody is told', async () => {
  const { api, started } = engineWith([], ['taskmanager'])
  await using flink = await flinkOf(heard(-1, 0), heard(0, 0))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([])
  expect(started).toEqual([])
  expect(flink.asked).toHaveLength(2)
})

test('those that run are left alone, and the cluster is not asked', async () => {
  const { api, started } = engineWith([])
  await using flink = await flinkOf(heard(0))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([])
  expect({ started, asked: flink.asked }).toEqual({ started: [], asked: [] })
})

test('other parts are not brought back', async () => {
  const { api, started } = engineWith(['jobmanager'])
  await using flink = await flinkOf(heard(0))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([])
  expect(started).toEqual([])
  expect(await allRun(api, containers)).toBe(false)
})

test('a container that is gone is the error of the engine', async () => {
  const gone = Object.assign(new Error('no such container'), { statusCode: 404 })
  const api: EngineApi = () => Promise.reject(gone)
  await expect(reviveTaskManagers(api, containers, { flinkUrl: 'http://127.0.0.1:1' })).rejects.toBe(gone)
})
