/** Specs of what is told of a lab, and of when that is good news. */
import { beforeEach, expect, test, vi } from 'vitest'

import { labStatusCommand } from '../../../../harness/cli/lab/status.ts'
import { connectApi } from '../../../../harness/stack/engine/engine-api.ts'
import type { ListedContainer } from '../../../../harness/stack/kept/composed.ts'
import { announce } from '../../../../harness/stack/kept/kept-volumes.ts'
import { fakeFlink } from '../../flink/fake-flink.ts'
import { composed, fakeApi, keptStack } from '../../stack/kept/fake-api.ts'

const printed: string[] = []

vi.mock('../../../../harness/cli/print.ts', () => ({ print: (text: string) => void printed.push(text) }))
vi.mock('../../../../harness/cli/answering-engine.ts', () => ({ answeringEngine: async () => undefined }))
vi.mock('../../../../harness/stack/engine/engine-api.ts', () => ({ connectApi: vi.fn<typeof connectApi>() }))
vi.mock('../../../../harness/kafka/wire/clients.ts', () => ({
  Clients: class {
    use = () => Promise.resolve(['days', 'rainy', '__transaction_state']);
    [Symbol.dispose] = () => undefined
  },
}))

beforeEach(() => void (printed.length = 0))

const job = (state: string, jid = 'ab'.repeat(16)) => ({ jid, name: 'rainy', state, duration: 65_400 })

const flinkWith = (...jobs: readonly object[]) =>
  fakeFlink({
    'GET /overview': {
      body: { taskmanagers: 1, 'slots-total': 4, 'slots-available': 3, 'flink-version': '2.2.1' },
    },
    'GET /jobs/overview': { body: { jobs } },
  })

const having = (...containers: readonly ListedContainer[]) => {
  const made = fakeApi(undefined, containers)
  vi.mocked(connectApi).mockResolvedValue(made.api)
  return made.api
}

const whole = (url: string) => [
  composed('kafka', { port: 9092 }),
  composed('jobmanager', { port: Number(new URL(url).port) }),
  composed('taskmanager'),
]

test("of compose's lab its containers, its answers, its jobs and its addresses are told, the jobs that run first", async () => {
  await using flink = await flinkWith(job('CANCELED'), job('RUNNING'))
  having(...whole(flink.url))
  expect(await labStatusCommand()).toBe(0)
  expect(printed).toEqual([
    'lab          course, started by Docker Compose',
    'kafka        running (Up 2 minutes (healthy))',
    'jobmanager   running (Up 2 minutes (healthy))',
    'taskmanager  running (Up 2 minutes (healthy))',
    'broker       answers: 2 topics',
    'cluster      answers: Flink 2.2.1, 1 TaskManager, 3 of 4 slots free',
    `job          RUNNING for 65.4 s: rainy, ${'ab'.repeat(16)}`,
    `job          CANCELED for 65.4 s: rainy, ${'ab'.repeat(16)}`,
    `Web UI       ${flink.url}`,
    'brokers      127.0.0.1:9092; for jobs in the cluster: kafka:9092',
  ])
})

/** A container of a stack that is kept. */
const mine = (part: string): ListedContainer => ({
  ...composed(part),
  Names: [`/streamassay-ab12-${part}`],
  Labels: { 'streamassay.stack': 'ab12' },
})

test('of a stack that is kept its own containers are told; while a TaskManager has not registered it is no success', async () => {
  await using flink = await flinkWith()
  const api = having(mine('kafka'), mine('jobmanager'), mine('taskmanager'), mine('taskmanager-2'))
  await announce(api, keptStack({ id: 'ab12', taskManagers: 2, flinkUrl: flink.url }))
  expect(await labStatusCommand()).toBe(2)
  expect(printed[0]).toMatch(/^lab {10}ab12, until .*\d\d:\d\d$/)
  expect(printed[3]).toBe('taskmanager  running (Up 2 minutes (healthy)), running (Up 2 minutes (healthy))')
  expect(printed[6]).toBe('job          none')
})

test('a container that does not run, or is not there, is told, and is no success', async () => {
  await using flink = await flinkWith()
  having(...whole(flink.url).slice(0, 2), composed('taskmanager', { state: 'exited' }))
  expect(await labStatusCommand()).toBe(2)
  expect(printed[3]).toBe('taskmanager  exited (Exited (137) 1 second ago)')
  printed.length = 0
  having(...whole(flink.url).slice(0, 2))
  expect(await labStatusCommand()).toBe(2)
  expect(printed[3]).toBe('taskmanager  missing')
})

test('a cluster that does not answer is told, and is no success', async () => {
  having(...whole('http://127.0.0.1:1'))
  expect(await labStatusCommand()).toBe(2)
  expect(printed[5]).toMatch(/^cluster {6}does not answer: /)
})

test('without a broker there are no addresses to ask', async () => {
  having(composed('kafka', { state: 'exited' }), composed('jobmanager', { port: 1 }), composed('taskmanager'))
  expect(await labStatusCommand()).toBe(2)
  expect(printed.slice(4)).toEqual([
    'broker       not reachable: its container does not run',
    'cluster      not reachable: its container does not run',
  ])
})

test('where there is none it is said how to have one, and is no success', async () => {
  having()
  expect(await labStatusCommand()).toBe(2)
  expect(printed).toEqual([expect.stringContaining('npx streamassay lab up')])
})
