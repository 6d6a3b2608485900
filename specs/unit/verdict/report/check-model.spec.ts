/** The report on a check, whole. */
import { describe, expect, test } from 'vitest'

import type { CheckAccount } from '../../../../harness/verdict/check-account.ts'
import { checkModel } from '../../../../harness/verdict/report/check-model.ts'
import { renderCheck } from '../../../../harness/verdict/report/report.ts'
import { passedCheck } from '../checks.ts'
import { expectedRows, observedRows } from '../compare/rows.ts'
import { compared, days, failedJob } from '../runs.ts'

test('a check that passed', () => {
  expect(renderCheck(passedCheck)).toMatchInlineSnapshot(`
    "verdict: pass
    200 cases (1,979 rows) match the reference

    scenario    rainy-days
    check       20261123T041500-rainy-days-4f3a
    cases       200 cases (1,979 rows), judged in 0.2 s
    sizes       1: 20, 2 to 20: 180
    rows        the reference keeps 61 % of the rows; 160 of 163 edge values were generated
    edge        freezing point: 12 rows
    strategy    one running job, up to 200 cases at a time
    seed        7
    evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
    rerun       npx streamassay check scenarios/rainy-days.ts --seed 7
    "
  `)
})

test('a counterexample, with how it was found and where it is kept', () => {
  const found = renderCheck({
    ...passedCheck,
    verdict: 'fail',
    reason: 'a stream of 1 row fails: 1 differing (1 row expected, 1 observed)',
    cases: 12,
    rounds: 4,
    predicateRuns: 31,
    path: '11:0:1',
    counterexample: {
      rows: [days[0]],
      source: 'generated',
      isSmallest: false,
      foundRows: 9,
      comparison: compared(observedRows({ ...days[0], inches: 0.44 }), expectedRows(days[0])),
    },
    saved: { path: 'fixtures/regressions/rainy-days/ab12.ndjson' },
    rerunCommand: 'npx streamassay check scenarios/rainy-days.ts --seed 7 --path 11:0:1',
  })
  expect(found).toMatchInlineSnapshot(`
    "verdict: fail
    a stream of 1 row fails: 1 differing (1 row expected, 1 observed)

    scenario    rainy-days
    check       20261123T041500-rainy-days-4f3a
    cases       12 cases (1,979 rows), judged in 0.2 s
    sizes       1: 20, 2 to 20: 180
    rows        the reference keeps 61 % of the rows; 160 of 163 edge values were generated
    edge        freezing point: 12 rows
    strategy    one running job, up to 200 cases at a time
    seed        7, path 11:0:1
    shrunk      from 9 rows to 1 in 4 rounds for 31 candidates; the search stopped there, and smaller ones may exist
    expected    1 = 0 matched + 1 differing + 0 lost
    observed    1 = 0 matched + 1 differing + 0 unexpected + 0 duplicated

    counterexample of 1 row:
      {"date":"2012-01-02","inches":0.43,"weather":"rain"}

    the differing row: counterexample:2
      observed at the output topic, partition 0, offset 0
        field    expected      observed
        date     "2012-01-02"  "2012-01-02"
      ! inches   0.43          0.44
        weather  "rain"        "rain"

    saved       fixtures/regressions/rainy-days/ab12.ndjson
    evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
    rerun       npx streamassay check scenarios/rainy-days.ts --seed 7 --path 11:0:1
    "
  `)
})

test('a job that crashes, was started anew, and cannot be kept running', () => {
  const crashed = renderCheck({
    ...passedCheck,
    verdict: 'fail',
    reason: 'a stream of 1 row fails: the job ended as FAILED: ZeroDivisionError: division by zero',
    restarts: 2,
    strays: 1,
    exception: failedJob.exception,
    fallback: 'it does not keep the order of its rows',
    saved: { problem: 'the folder cannot be written' },
  })
  expect(crashed).toMatchInlineSnapshot(`
    "verdict: fail
    a stream of 1 row fails: the job ended as FAILED: ZeroDivisionError: division by zero

    ZeroDivisionError: division by zero at weather/logic.py:31
      Traceback (most recent call last):
        File "weather/logic.py", line 31, in to_inches
          return millimetres / 0
      ZeroDivisionError: division by zero

    scenario    rainy-days
    check       20261123T041500-rainy-days-4f3a
    cases       200 cases (1,979 rows), judged in 0.2 s
    sizes       1: 20, 2 to 20: 180
    rows        the reference keeps 61 % of the rows; 160 of 163 edge values were generated
    edge        freezing point: 12 rows
    strategy    one running job, up to 200 cases at a time; restarted 2 times
    because     the cases cannot share a running job: it does not keep the order of its rows
    strays      1 row, in the evidence
    seed        7

    not saved   the folder cannot be written
    evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
    rerun       npx streamassay check scenarios/rainy-days.ts --seed 7
    "
  `)
})

const factsOf = (changes: Partial<CheckAccount>): Record<string, string> =>
  Object.fromEntries(checkModel({ ...passedCheck, ...changes }).facts)
const found = (rows: number) =>
  ({
    rows: Array.from({ length: rows }, (_, id) => ({ id })),
    source: 'generated',
    isSmallest: true,
    foundRows: rows,
    comparison: null,
  }) as const

describe('what a report says of a check', () => {
  test('no exception of a job that recovered', () => {
    const { exception } = failedJob
    expect(checkModel({ ...passedCheck, exception }).exception).toBeNull()
    expect(checkModel({ ...passedCheck, exception, verdict: 'fail' }).exception).not.toBeNull()
  })

  test('what to do comes first of what to go on with', () => {
    const { pointers } = checkModel({ ...passedCheck, remedy: 'start the engine' })
    expect(pointers.map(([label]) => label)).toEqual(['remedy', 'evidence', 'rerun'])
  })

  test('nothing that was not measured, and no statistics of nothing', () => {
    expect(factsOf({ judgingMs: null })['cases']).toBe('200 cases (1,979 rows)')
    expect(factsOf({ rows: 0 })).not.toHaveProperty('sizes')
    expect(factsOf({ statistics: { ...passedCheck.statistics, edgeValues: null } })['rows']).toBe(
      'the reference keeps 61 % of the rows',
    )
  })

  test('a search that tried everything has nothing added', () => {
    expect(factsOf({ counterexample: found(1), rounds: 1, predicateRuns: 1 })['shrunk']).toBe(
      'from 1 row to 1 in 1 round for 1 candidate',
    )
  })

  test.each([
    [10, 10, undefined],
    [11, 11, 'and 1 more'],
  ])('ten rows of a counterexample at most: of %i', (rows, lines, last) => {
    const [shown, ...others] = checkModel({ ...passedCheck, verdict: 'fail', counterexample: found(rows) }).findings
    expect(shown?.notes).toHaveLength(lines)
    expect(shown?.notes[10]).toBe(last)
    expect(others).toEqual([])
  })
})
