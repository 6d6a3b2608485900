/** A TaskManager that is killed in the middle of a run: with transactions no row is lost or doubled, and without some are. */
import { openStack } from 'streamassay'
import { expect, test } from 'vitest'

import { accountOf, runDays } from '../../labs/experiments/ground/days-run.ts'
import { killTaskManager } from '../../labs/experiments/ground/killed-taskmanager.ts'
import { anew, killedAfter } from '../../labs/experiments/measure/accuracy.ts'

const rows = 60_000
const expected = 20_806

async function runKilled(delivery: string) {
  const { signal } = new AbortController()
  await using stack = await openStack()
  const killing = killTaskManager(stack, killedAfter(rows), signal)
  const ended = await runDays(
    {
      rows,
      jobOptions: ['--delivery', delivery],
      flinkConfiguration: { ...anew, 'execution.checkpointing.interval': '1 s' },
    },
    { stack: killing.stack, signal, report: killing.report },
  )
  expect((await killing.done()).records).toBeGreaterThanOrEqual(killedAfter(rows))
  expect(ended.job.restarts).toBeGreaterThan(0)
  return ended
}

test('in transactions each row comes once', async () => {
  const ended = await runKilled('exactly-once')
  expect(ended.verdict).toBe('pass')
  expect(accountOf(ended)).toEqual({
    expected,
    observed: expected,
    matched: expected,
    differing: 0,
    lost: 0,
    unexpected: 0,
    duplicated: 0,
    misordered: 0,
  })
})

test('without them rows come twice, which is told', async () => {
  const ended = await runKilled('at-least-once')
  expect(ended.verdict).toBe('fail')
  expect(accountOf(ended)).toMatchObject({ expected, matched: expected, lost: 0, unexpected: 0, differing: 0 })
  expect(ended.counts.duplicated).toBeGreaterThan(0)
  expect(ended.counts.observed).toBe(expected + ended.counts.duplicated)
})
