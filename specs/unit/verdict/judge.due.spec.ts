/** Specs of what due rows and an output without end mean for the verdict. */
import { describe, expect, test } from 'vitest'

import { judge } from '../../../harness/verdict/judge.ts'
import { observedRows } from './compare/rows.ts'
import { compared, days, finishedJob, runToJudge } from './runs.ts'

const [first, second] = days

describe('judge fails', () => {
  const due = { kind: 'judged', expected: 6, come: 2, isAllowed: false } as const

  test('a run whose due rows came only as the job was stopped', () => {
    expect(judge(runToJudge({ due }))).toEqual({
      verdict: 'fail',
      reason: '2 of 6 due rows arrived before the job was stopped',
    })
    expect(judge(runToJudge({ due: { ...due, isAllowed: true } })).verdict).toBe('pass')
  })

  test('a run whose rows are wrong for that reason first', () => {
    expect(judge(runToJudge({ due, comparison: compared(observedRows(first, second)) })).reason).toMatch(/^1 lost/)
  })

  test('a run whose job does not stop writing, whatever else became of it', () => {
    const endless = 'the job wrote more than 10010 rows (expected: 1)'
    const cancelled = { ...finishedJob, state: 'CANCELED' }
    expect(judge(runToJudge({ endless, job: cancelled, problem: endless, comparison: null }))).toEqual({
      verdict: 'fail',
      reason: endless,
    })
  })
})
