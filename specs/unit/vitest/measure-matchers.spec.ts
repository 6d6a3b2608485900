/** Specs of the matchers that say how fast: what is within the limits, and that nothing is proven by what was not measured. */
import { describe, expect, test } from 'vitest'

import '../../../harness/vitest/measure-matchers.ts'
import type { Run } from '../../../harness/run.ts'
import type { Measures } from '../../../harness/verdict/measures.ts'
import { renderReport } from '../../../harness/verdict/report/report.ts'
import { accountOf, runToJudge } from '../verdict/runs.ts'

const measures: Measures = {
  latencyMs: { rows: 500, p50: 20, p95: 40, p99: 55, max: 81 },
  throughput: {
    rows: 900,
    seconds: 3,
    rowsPerSecond: 300,
    peakOutPerSecond: 100,
    stepSeconds: 1,
    in: [300, 300, 300],
    out: [100, 100, 100],
  },
}

function runOf(told: Measures | null, changes: Parameters<typeof runToJudge>[0] = {}): Run {
  const judged = runToJudge(changes)
  const account = { ...accountOf(judged), comparison: judged.comparison, measures: told }
  return { ...account, report: renderReport(account), topicsLeft: null }
}

const run = runOf(measures)
const failed = runOf(measures, { problem: 'the container of kafka exited with 137', comparison: null })

const messageOf = (expectation: () => void): string => {
  try {
    expectation()
  } catch (error) {
    return (error as Error).message
  }
  return 'holds'
}

test.each([
  ['a latency at its limits', (of: Run) => expect(of).toHaveLatency({ p50Ms: 20, p95Ms: 40, p99Ms: 55, maxMs: 81 })],
  ['a rate at its limit', (of: Run) => expect(of).toSustain({ rowsPerSecond: 300 })],
  ['a job that took as long as it may', (of: Run) => expect(of).toFinishWithin(2412)],
])('%s is within it; of a run that does not pass it is not', (_, expectation) => {
  expect(messageOf(() => expectation(run))).toBe('holds')
  expect(messageOf(() => expectation(failed))).toBe(failed.report)
})

describe('above a limit', () => {
  test('all percentiles are told, with the limits that there are', () => {
    expect(messageOf(() => expect(run).toHaveLatency({ p95Ms: 39, maxMs: 100 }))).toBe(
      'latency of 500 rows: p50 20 ms, p95 40 ms (limit 39 ms), p99 55 ms, max 81 ms (limit 100 ms)',
    )
    expect(run).not.toHaveLatency({ p95Ms: 39 })
    expect(run).not.toHaveLatency({ p50Ms: 19 })
    expect(run).not.toHaveLatency({ p99Ms: 54 })
    expect(run).not.toHaveLatency({ maxMs: 80 })
  })

  test('a rate is told with what it was measured on', () => {
    expect(messageOf(() => expect(run).toSustain({ rowsPerSecond: 301 }))).toBe(
      '300.0 rows/s, 900 rows in 3.0 s (limit: 301)',
    )
    expect(run).not.toSustain({ rowsPerSecond: 301 })
  })

  test('a job is told with its time', () => {
    expect(messageOf(() => expect(run).toFinishWithin(2000))).toBe('the job ended after 2412 ms, the limit is 2000 ms')
    expect(run).not.toFinishWithin(2000)
  })
})

test.each([null, { latencyMs: null, throughput: null }])(
  '%j holds neither way, and it is said what is measured',
  (none) => {
    const unmeasured = runOf(none)
    for (const expectation of [
      () => expect(unmeasured).toHaveLatency({ p95Ms: 1000 }),
      () => expect(unmeasured).not.toHaveLatency({ p95Ms: 1 }),
      () => expect(unmeasured).toSustain({ rowsPerSecond: 1 }),
      () => expect(unmeasured).not.toSustain({ rowsPerSecond: 1000 }),
    ]) {
      expect(messageOf(expectation)).toMatch(/^not measured: .*when-stopped/)
    }
  },
)

test('a run that does not pass is not slow either', () => {
  expect(messageOf(() => expect(failed).not.toHaveLatency({ p95Ms: 1 }))).toBe(failed.report)
})

test('a latency without a limit, or with one that nobody knows, is no expectation', () => {
  expect(() => expect(run).toHaveLatency({})).toThrow('toHaveLatency accepts p50Ms, p95Ms, p99Ms, maxMs, got: nothing')
  expect(() => expect(run).toHaveLatency({ p95: 1 } as object)).toThrow('got: p95')
})

test('a job that has not ended is told as that, and not as one that was not measured', () => {
  const endless = { ...run, job: { ...run.job, durationMs: null } }
  expect(messageOf(() => expect(endless).toFinishWithin(1000))).toContain('the job had not ended')
})
