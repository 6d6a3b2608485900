/** When a job is stopped: what the gate has no time for. */
import { describe, expect, test } from 'streamassay/vitest'

import { column, defineScenario, pipeline } from 'streamassay'
import { z } from 'zod'
import southernRoutes from '../../scenarios/southern-routes.ts'
import { copied, counted } from './endings.ts'

const Click = z.object({ page: column.text(), at: column.long() })

/** All clicks come within one window of three seconds, or in two. */
const ofTables = (name: string, ...own: readonly string[]) => {
  const { job, input, args } = copied(name, 'sql', ...own)
  return defineScenario({
    name,
    job,
    input,
    ...(args && { args }),
    reference: pipeline(Click)
      .keyBy(({ page }) => page)
      .reduce((_, click) => click)
      .flatMap(({ page, at }) => (at >= 1_700_000_038_000n ? [{ page, clicks: 20 }] : [])),
    identity: 'page',
    order: 'any',
  })
}

describe('a table with a processing-time window', () => {
  test('is stopped when its rows are out, though it is to end with its input', async ({ stack }) => {
    const run = await stack.run(ofTables('sql-processing-time'))
    expect(run.stoppedBecause).toContain('the processing-time window (3 s)')
    expect(run.counts.observed).toBeGreaterThan(0)
  })

  test('is sent its rows when it has the latest offset', async ({ stack }) => {
    const run = await stack.run({ ...ofTables('sql-latest', '--start', 'latest'), ends: 'when-stopped' })
    expect(run.counts.observed).toBeGreaterThan(0)
    expect(run.stoppedBecause).toBeNull()
  })
})

test('a job that starts at the offset of its group is sent its rows when its client has it', async ({ stack }) => {
  const run = await stack.run({ ...copied('group', 'copy', '--start', 'group'), ends: 'when-stopped' })
  expect(run).toMatchReference()
})

test('windows that only the end of the job closes pass where the scenario allows it', async ({ stack }) => {
  const scenario = counted('idle-allowed', '--parallelism', '2')
  const run = await stack.run({ ...scenario, settleMs: 0, dueRows: 'at-stop' })
  expect(run).toMatchReference()
  expect(run.report).toContain('0 of 6 due rows arrived before the job was stopped, which the scenario allows')
})

describe('cases of a check of a job that starts at the latest offset', () => {
  test('are sent when the running job has it', async ({ stack }) => {
    const scenario = { ...copied('latest-check', 'copy', '--start', 'latest'), order: 'input' as const }
    expect(await stack.check(scenario, { cases: 20 })).toMatchReference()
  })

  test('cannot be judged in jobs that end, which skip them all', async ({ stack }) => {
    const scenario = copied('latest-cases', 'copy', '--start', 'latest')
    expect(await stack.check(scenario, { cases: 2 })).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('and skipped the rows before it'),
    })
  })
})

test('cases of a check of a job with a processing-time window are stopped when their rows are out', async ({
  stack,
}) => {
  expect(await stack.check(copied('processing-cases', 'each'), { cases: 2 })).toMatchReference()
})

test('the state of a job that was stopped does not stay on the disk of its TaskManagers', async ({ stack }) => {
  const flinkConfiguration = {
    'execution.checkpointing.storage': 'filesystem',
    'execution.checkpointing.dir': 'file:///tmp/checkpoints',
    // Flink writes small states into the metadata.
    'execution.checkpointing.data-inline-threshold': '0 b',
  }
  const run = await stack.run({ ...southernRoutes, ends: 'when-stopped', flinkConfiguration })
  expect(run).toMatchReference()
  expect(run.job.checkpoints?.hasSavepoint).toBe(true)
  const soon = AbortSignal.timeout(10_000)
  const left = await Promise.all(stack.taskManagers.map((each) => each.files('/tmp/streamassay-savepoints', soon)))
  expect(left.flat().map(({ path }) => path)).toEqual([])
})

test('a job that waits for rows for a minute, and works on the last one for longer than settleMs, is not stopped meanwhile', async ({
  stack,
}) => {
  const slowAtTheEnd = copied('slow-row-after-a-minute', 'slow', '--slow-at', '1700000039000')
  const run = await stack.run({ ...slowAtTheEnd, ends: 'when-stopped', rowsPerSecond: 0.6, settleMs: 3000 })
  expect(run).toMatchReference()
  expect(run.due).toEqual({ kind: 'judged', expected: 40, come: 40, isAllowed: false })
})
