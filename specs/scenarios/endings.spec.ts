/** When a job is stopped, and what its end means: on real jobs, one cause each. */
import { describe, expect, test } from 'streamassay/vitest'

import { copied, counted, unbounded } from './endings.ts'

describe('windows that only the end of the job closes', () => {
  test('fail the run, as they never close in production', async ({ stack }) => {
    const run = await stack.run({ ...counted('idle-partition', '--parallelism', '2'), settleMs: 1000 })
    expect(run).toMatchObject({
      verdict: 'fail',
      reason: '0 of 6 due rows arrived before the job was stopped',
      counts: { matched: 8, lost: 0 },
    })
    expect(run.report).toContain('with_idleness')
  })

  test('have come before the stop where the watermark passes over what is idle', async ({ stack }) => {
    const run = await stack.run(counted('idleness', '--parallelism', '2', '--idle-ms', '500'))
    expect(run).toMatchReference()
    expect(run.due).toEqual({ kind: 'judged', expected: 6, come: 6, isAllowed: false })
  })
})

test('a job that works on one row for longer than it may bring nothing new is not stopped meanwhile', async ({
  stack,
}) => {
  // Python waits a second for more rows before it works on them.
  const run = await stack.run({ ...copied('slow-row', 'slow'), ends: 'when-stopped', settleMs: 3000 })
  expect(run).toMatchReference()
  expect(run.due).toEqual({ kind: 'judged', expected: 40, come: 40, isAllowed: false })
})

const byPage = ({ page }: { readonly page: string }): number => (page === 'p0' ? 0 : 1)

test('windows over two input partitions close by the slower of the two', async ({ stack }) => {
  const run = await stack.run({ ...counted('two-partitions', '--parallelism', '2'), partition: byPage })
  expect(run).toMatchReference()
  expect(run.due).toEqual({ kind: 'judged', expected: 6, come: 6, isAllowed: false })
})

test('a job with a processing-time window is stopped when its rows are out, though it is to end with its input', async ({
  stack,
}) => {
  const run = await stack.run(copied('processing-time', 'each'))
  expect(run).toMatchReference()
  expect(run.stoppedBecause).toContain('the processing-time window (2 s)')
})

test('a job that starts at the latest offset is sent its rows when it has that', async ({ stack }) => {
  const run = await stack.run({ ...copied('latest', 'copy', '--start', 'latest'), ends: 'when-stopped' })
  expect(run).toMatchReference()
})

test('one that is to end with its input skips them all, which proves nothing', async ({ stack }) => {
  const run = await stack.run(copied('latest-skipped', 'copy', '--start', 'latest'))
  expect(run).toMatchObject({ verdict: 'unknown', remedy: expect.stringContaining("`ends: 'when-stopped'`") })
  expect(run.reason).toMatch(/^the job started to read partition 0 of \S+ at offset 40 and skipped/)
})

test('a job that reads on at the end of its input is reported when its rows are out', async ({ stack }) => {
  const run = await stack.run(unbounded('reads-on'))
  expect(run).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('it does not end with its input'),
    counts: { matched: 40 },
  })
  expect(run.remedy).toContain('--bounded')
})

test('a job that writes without end is cancelled, and fails', async ({ stack }) => {
  const run = await stack.run(copied('flood', 'flood'))
  expect(run).toMatchObject({
    verdict: 'fail',
    reason: 'the job wrote more than 10400 rows (expected: 40)',
    comparison: null,
  })
})
