/** Specs of the matcher: which verdict fails what, and that the failure is the report. */
import { describe, expect, test } from 'vitest'

import '../../../harness/vitest/to-match-reference.ts'
import type { Run } from '../../../harness/run.ts'
import { renderReport } from '../../../harness/verdict/report/report.ts'
import { observedRows } from '../verdict/compare/rows.ts'
import { accountOf, compared, days, runToJudge } from '../verdict/runs.ts'

const differing = { ...days[1], inches: 0.3 }

/** A run whose judge was given this. */
function runOf(changes: Parameters<typeof runToJudge>[0]): Run {
  const judged = runToJudge(changes)
  const account = { ...accountOf(judged), comparison: judged.comparison }
  return { ...account, report: renderReport(account), topicsLeft: null }
}

const runs = {
  pass: runOf({}),
  fail: runOf({ comparison: compared(observedRows(days[0], differing, days[2])) }),
  unknown: runOf({ problem: 'the container of kafka exited with 137', comparison: null }),
}

const failureOf = (expectation: () => void): unknown => {
  try {
    expectation()
  } catch (error) {
    return error
  }
  return null
}

test.each(['pass', 'fail', 'unknown'] as const)('the specs below have a run whose verdict is %s', (verdict) => {
  expect(runs[verdict].verdict).toBe(verdict)
})

describe('toMatchReference', () => {
  test('holds for a run that passes', () => {
    expect(runs.pass).toMatchReference()
  })

  test.each(['fail', 'unknown'] as const)('fails for the verdict %s, and its message is the report', (verdict) => {
    expect(failureOf(() => expect(runs[verdict]).toMatchReference())).toHaveProperty('message', runs[verdict].report)
  })

  test('shows the values of the first differing row, and no other', () => {
    expect(failureOf(() => expect(runs.fail).toMatchReference())).toMatchObject({
      expected: days[1],
      actual: differing,
    })
  })
})

describe('not.toMatchReference', () => {
  test('holds for a run that fails', () => {
    expect(runs.fail).not.toMatchReference()
  })

  test.each(['pass', 'unknown'] as const)('fails for the verdict %s, and its message is the report', (verdict) => {
    const failure = failureOf(() => expect(runs[verdict]).not.toMatchReference())
    expect(failure).toHaveProperty('message', runs[verdict].report)
  })
})
