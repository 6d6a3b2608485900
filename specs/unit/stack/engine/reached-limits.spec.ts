/** Specs of which limits a container has reached. */
import { expect, test } from 'vitest'

import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { reachedLimits } from '../../../../harness/stack/engine/reached-limits.ts'
import { frame } from '../fake-container.ts'

const table = (...lines: readonly string[]): string => ['1K-blocks Used Mounted on', ...lines, ''].join('\n')

/** A container with so many processes whose `df` says this. */
const having =
  (current: number | undefined, df: string): EngineApi =>
  async ({ path }) => {
    if (path.includes('/stats')) return Buffer.from(JSON.stringify({ pids_stats: { current, limit: 1024 } }))
    return path.endsWith('/start') ? frame(1, df) : Buffer.from('{"Id":"an-exec"}')
  }

const room = table('65536 0 /dev', '1048576 131072 /tmp', '65536 0 /var/tmp')

test('a container with room has reached none', async () => {
  expect(await reachedLimits(having(200, room), 'taskmanager')).toEqual([])
})

test('processes and full folders are told with their numbers', async () => {
  const full = table('65536 65536 /dev/shm', '1048576 1048572 /tmp', '131072 131072 /var/lib/flink')
  expect(await reachedLimits(having(1020, full), 'taskmanager')).toEqual([
    '1020 of 1024 processes and threads',
    '1024 of 1024 MiB in /tmp',
    '128 of 128 MiB in /var/lib/flink',
  ])
})

test('what the engine or the container does not say is none: a container without room runs no command', async () => {
  const refusing: EngineApi = async (request) => {
    if (request.path.endsWith('/exec')) throw new Error('409')
    return having(1024, '')(request)
  }
  expect(await reachedLimits(refusing, 'taskmanager')).toEqual(['1024 of 1024 processes and threads'])
  expect(await reachedLimits(having(undefined, 'df: not found'), 'taskmanager')).toEqual([])
})
