/** Specs of the places that a failed run points at. */
import { expect, test } from 'vitest'

import { annotationsOf } from '../../../harness/verdict/annotations.ts'
import { observedRows } from './compare/rows.ts'
import { accountOf, compared, days, failedJob, runToJudge } from './runs.ts'

const [first, second, third] = days

test('a run that passed points at nothing', () => {
  expect(annotationsOf(accountOf(runToJudge()))).toEqual([])
})

test('a job that failed points at its line, and at the record it failed on', () => {
  const run = accountOf(runToJudge({ job: failedJob }), {
    inputs: [{ path: 'pyflink-jobs/weather/logic.py', sha256: 'ab' }],
    culprit: { fromLine: 7, toLine: 7, isConfirmed: true },
  })
  expect(annotationsOf(run)).toEqual([
    {
      file: 'pyflink-jobs/weather/logic.py',
      line: 31,
      title: 'rainy-days: fail',
      message: 'ZeroDivisionError: division by zero',
    },
    { file: 'fixtures/seattle-weather.csv', line: 7, title: 'rainy-days: fail', message: run.reason },
  ])
})

test('nor does one whose job failed and recovered, or whose record was searched for', () => {
  const job = { ...failedJob, state: 'FINISHED', restarts: 1 }
  const run = accountOf(runToJudge({ job }), {
    inputs: [{ path: 'pyflink-jobs/weather/logic.py', sha256: 'ab' }],
    culprit: { fromLine: 7, toLine: 7, isConfirmed: true },
  })
  expect(annotationsOf(run)).toEqual([])
})

test('a job at the root of the working directory is pointed at too', () => {
  const run = accountOf(runToJudge({ job: failedJob, comparison: null }), {
    inputs: [{ path: 'weather/logic.py', sha256: 'ab' }],
  })
  expect(annotationsOf(run)).toMatchObject([{ file: 'weather/logic.py', line: 31 }])
})

test('rows that differ point at the row of the fixture', () => {
  const comparison = compared(observedRows(first, { ...second, inches: 1 }, third))
  expect(annotationsOf(accountOf(runToJudge({ comparison })))).toMatchObject([
    { file: 'fixtures/seattle-weather.csv', line: 3 },
  ])
})

test('what is not known is not pointed at', () => {
  const nowhere = { ...failedJob, exception: failedJob.exception && { ...failedJob.exception, file: 'other.py' } }
  const run = accountOf(runToJudge({ job: nowhere, comparison: null }), {
    culprit: { fromLine: 2, toLine: 9, isConfirmed: false },
  })
  expect(annotationsOf(run)).toEqual([])
})
