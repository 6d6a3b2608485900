/** Specs of bringing TaskManagers back, on an engine and a cluster of this process. */
import { expect, test } from 'vitest'

import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { allRun, reviveTaskManagers } from '../../../../harness/stack/kept/revive.ts'
import { containersOf } from '../../../../harness/stack/parts.ts'
import { type FakeFlink, fakeFlink } from '../../flink/fake-flink.ts'

const containers = containersOf('ab', 2)

/** Containers that run, but for those that have ended; what is started runs. */
function engineWith(ended: string[]) {
  const started: string[] = []
  const api: EngineApi = async ({ method, path }) => {
    const [, name = '', what = ''] = /^\/containers\/streamassay-ab-([^/]+)\/(\w+)/.exec(path) ?? []
    if (what === 'start') started.push(`${method} ${name}`)
    const isRunning = !ended.includes(name) || started.includes(`POST ${name}`)
    const state = { Running: isRunning, Status: isRunning ? 'running' : 'exited', ExitCode: 239, OOMKilled: false }
    return Buffer.from(what === 'json' ? JSON.stringify({ State: state }) : '')
  }
  return { api, started }
}

const registered = (...paths: string[]) => ({ body: { taskmanagers: paths.map((path) => ({ path })) } })
const flinkOf = (...answers: ReturnType<typeof registered>[]): Promise<FakeFlink> =>
  fakeFlink({ 'GET /taskmanagers': answers })

test('a TaskManager that has ended is started, and waited for until it has another address', async () => {
  const { api, started } = engineWith(['taskmanager-2'])
  await using flink = await flinkOf(registered('a', 'b'), registered('a', 'b'), registered('a'), registered('a', 'c'))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([
    'the container of taskmanager-2 exited with 239',
  ])
  expect(started).toEqual(['POST taskmanager-2'])
  expect(flink.asked).toHaveLength(4)
  expect(await allRun(api, containers)).toBe(true)
})

test('those that run are left alone, and the cluster is not asked', async () => {
  const { api, started } = engineWith([])
  await using flink = await flinkOf(registered('a'))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([])
  expect({ started, asked: flink.asked }).toEqual({ started: [], asked: [] })
})

test('other parts are not brought back', async () => {
  const { api, started } = engineWith(['jobmanager'])
  await using flink = await flinkOf(registered('a'))
  expect(await reviveTaskManagers(api, containers, { flinkUrl: flink.url })).toEqual([])
  expect(started).toEqual([])
  expect(await allRun(api, containers)).toBe(false)
})

test('a container that is gone is the error of the engine', async () => {
  const gone = Object.assign(new Error('no such container'), { statusCode: 404 })
  const api: EngineApi = () => Promise.reject(gone)
  await expect(reviveTaskManagers(api, containers, { flinkUrl: 'http://127.0.0.1:1' })).rejects.toBe(gone)
})
