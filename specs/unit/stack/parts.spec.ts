/** Specs of the containers of a stack: their names, and that what is asked of several is asked of each. */
import { describe, expect, test } from 'vitest'

import type { EngineApi } from '../../../harness/stack/engine/engine-api.ts'
import { askParts, containersOf, shortName, taskManagerNames } from '../../../harness/stack/parts.ts'

test('a second TaskManager and those after it are numbered', () => {
  expect(taskManagerNames(3)).toEqual(['taskmanager', 'taskmanager-2', 'taskmanager-3'])
  expect(containersOf('ab12', 2)).toEqual({
    kafka: ['streamassay-ab12-kafka'],
    jobmanager: ['streamassay-ab12-jobmanager'],
    taskmanager: ['streamassay-ab12-taskmanager', 'streamassay-ab12-taskmanager-2'],
  })
})

/** A text as the engine frames it. */
function framed(text: string): Buffer {
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, Buffer.byteLength(text)])
  return Buffer.concat([header, Buffer.from(text)])
}

/** An engine of containers that say that they are up. */
const api: EngineApi = async ({ path }) => {
  const [, , container] = path.split('/')
  return path.includes('/logs') ? framed(`${container} is up\n`) : Buffer.from(JSON.stringify({ Name: container }))
}

test('the logs of all TaskManagers are one, in their order; how they stand is told of the first', async () => {
  const asking = askParts(api, containersOf('ab12', 2))
  expect(await asking.log('taskmanager', new Date(0))).toBe(
    'streamassay-ab12-taskmanager is up\nstreamassay-ab12-taskmanager-2 is up\n',
  )
  expect(await asking.inspect('taskmanager')).toEqual({ Name: 'streamassay-ab12-taskmanager' })
})

test('a container is told by the name that the others know it by; one of compose has its own', () => {
  expect(['streamassay-ab12-taskmanager-2', 'course_taskmanager_1'].map(shortName)).toEqual([
    'taskmanager-2',
    'course_taskmanager_1',
  ])
})

/** An engine of containers of which the second TaskManager has no room for processes. */
const full: EngineApi = async ({ path }) => {
  const current = path.includes('-taskmanager-2/stats') ? 1024 : 200
  return Buffer.from(JSON.stringify({ pids_stats: { current, limit: 1024 } }))
}

test('limits are told of each TaskManager that has reached one, by its name', async () => {
  expect(await askParts(full, containersOf('ab12', 2)).reachedLimits()).toEqual([
    'taskmanager-2 has 1024 of 1024 processes and threads',
  ])
})

describe.each([-5, 5])('with an engine whose clock is %i minutes ahead', (minutes) => {
  const aheadMs = minutes * 60_000
  const engineNow = (): number => Date.now() + aheadMs
  // What was written, by the engine's clock: by another run a minute ago, and by this one.
  const begun = new Date()
  const lines = [
    [engineNow() - 60_000, 'of another run\n'],
    [engineNow(), 'of this run\n'],
  ] as const
  const apart: EngineApi = async ({ path }) => {
    if (path === '/info') return Buffer.from(JSON.stringify({ SystemTime: new Date(engineNow()).toISOString() }))
    const sinceMs = 1000 * Number(/since=(\d+)/.exec(path)?.[1])
    return Buffer.concat(lines.flatMap(([atMs, line]) => (atMs >= sinceMs ? [framed(line)] : [])))
  }
  const asking = askParts(apart, containersOf('ab12', 1))

  test('a log holds the lines of this run, and of no run long before', async () => {
    expect(await asking.log('kafka', begun)).toBe('of this run\n')
  })

  test('no row that a job prints is lost', async () => {
    const said = await asking.taskManagers[0]?.said(begun, new AbortController().signal)
    expect(Buffer.from(said ?? []).toString()).toBe('of this run\n')
  })
})
