/** Where the doctor draws its lines. */
import { expect, test } from 'vitest'

import {
  judgeDisk,
  judgeEngine,
  judgeImage,
  judgeKept,
  judgeLeftovers,
  judgeMemory,
  judgePorts,
} from '../../../harness/setup/health.ts'
import type { HealthCheck } from '../../../harness/setup/health.ts'

const gib = 2 ** 30
const states = (checks: readonly HealthCheck[]): string[] => checks.map(({ state }) => state)

test('an engine on x86-64 is fine, on any other machine it has not been tried', () => {
  const checks = [judgeEngine('27.1', 'localhost', 'x86_64'), judgeEngine('27.1', 'localhost', 'aarch64')]
  expect(states(checks)).toEqual(['ok', 'warning'])
  expect(checks[1]).toMatchObject({
    found: '27.1 at localhost, aarch64',
    remedy: expect.stringContaining('x86-64'),
  })
})

test('memory: 4 GiB and two CPUs are enough, less is a warning, hardly any a problem', () => {
  const checks = [judgeMemory(4 * gib, 2), judgeMemory(3.9 * gib, 2), judgeMemory(4 * gib, 1), judgeMemory(gib, 8)]
  expect(states(checks)).toEqual(['ok', 'warning', 'warning', 'problem'])
})

test('disk: building the images needs 5 GiB, running them 1 GiB', () => {
  const checks = [
    judgeDisk('the engine', '/x', 5 * gib, false),
    judgeDisk('the engine', '/x', 4 * gib, false),
    judgeDisk('the engine', '/x', 4 * gib, true),
    judgeDisk('the engine', '/x', 0.9 * gib, true),
    judgeDisk('the engine', '/x', 0.1 * gib, true),
  ]
  expect(states(checks)).toEqual(['ok', 'warning', 'ok', 'warning', 'problem'])
})

test('ports: an engine elsewhere is a warning, one that does not forward a problem', () => {
  const checks = [
    judgePorts('localhost', true),
    judgePorts('172.17.0.1', true, '172.17.0.1'),
    judgePorts('172.17.0.1', true, 'all'),
    judgePorts('172.17.0.1', true),
    judgePorts('localhost', false),
  ]
  expect(states(checks)).toEqual(['ok', 'warning', 'warning', 'problem', 'problem'])
  expect(checks[1]?.found).toBe('published by the engine at 172.17.0.1 on 172.17.0.1')
  expect(checks[2]?.found).toBe('published by the engine at 172.17.0.1 on every interface')
  expect(checks[3]?.remedy).toContain('STREAMASSAY_PUBLISH_ON')
})

test('leftovers are counted by stack, and old images by size', () => {
  expect(judgeLeftovers([], []).state).toBe('ok')
  expect(judgeLeftovers(['a', 'a', 'b'], []).found).toBe('containers or networks of 2 stacks')
  expect(judgeLeftovers(['a'], [{ sizeBytes: gib }]).found).toBe(
    'containers or networks of 1 stack, 1 old images of up to 1.0 GiB',
  )
})

test('a kept stack is told with its age, its end and its Web UI', () => {
  const nowMs = new Date('2026-11-24T13:35:00').getTime()
  const kept = { id: 'ab12', startedMs: nowMs - 40 * 60_000, untilMs: nowMs + 30 * 60_000, flinkUrl: 'http://here' }
  expect(judgeKept(kept, nowMs)).toEqual({
    name: 'kept stack',
    state: 'ok',
    found: 'ab12, started 40 min ago, removed at 14:05, in 30 min; http://here',
    remedy: null,
  })
})

test('an image that is not there yet is a warning', () => {
  expect(states([judgeImage('kafka', 'x:1', 5), judgeImage('kafka', 'x:1', undefined)])).toEqual(['ok', 'warning'])
})

test('whatever is not ok has a remedy, and what is ok has none', () => {
  const checks = [
    judgeMemory(gib, 1),
    judgeDisk('x', '/', 0, false),
    judgePorts('far', true),
    judgeLeftovers(['a'], []),
  ]
  for (const { remedy } of checks) expect(remedy).toMatch(/\w{4,}/)
  expect(judgeMemory(9 * gib, 4).remedy).toBeNull()
})
