/** What a report says first, by how the run ended: whole reports on runs that did not come to comparing. */
import { describe, expect, test } from 'vitest'

import { reportModel, type ReportModel } from '../../../../harness/verdict/report/report-model.ts'
import { renderReport } from '../../../../harness/verdict/report/report.ts'
import { type Culprit, type JobAccount, noJob } from '../../../../harness/verdict/run-account.ts'
import { accountOf, checkpoints, failedJob, finishedJob, measures, runToJudge } from '../runs.ts'

describe('the report on a run that ended early', () => {
  test('begins with what Python said when the job failed', () => {
    const judged = runToJudge({ job: failedJob, comparison: null, drainedToKnownEnd: false })
    expect(renderReport(accountOf(judged, { isStackAlive: true }))).toMatchInlineSnapshot(`
      "verdict: fail
      the job ended as FAILED: ZeroDivisionError: division by zero

      ZeroDivisionError: division by zero at weather/logic.py:31
        Traceback (most recent call last):
          File "weather/logic.py", line 31, in to_inches
            return millimetres / 0
        ZeroDivisionError: division by zero

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FAILED after 1.4 s
      sent        5, 5 acknowledged

      web ui      http://127.0.0.1:49153
      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })

  test('shows no exception of a job that recovered and passed', () => {
    const job = { ...failedJob, state: 'FINISHED', restarts: 1 }
    const report = renderReport(accountOf(runToJudge({ job })))
    expect(report).not.toContain('ZeroDivisionError')
    expect(report).toContain('job         FINISHED after 1.4 s, restarts: 1\n')
  })

  test('says why a run is unknown, however early it ended', () => {
    const judged = runToJudge({ problem: 'interrupted by SIGINT', ledger: null, job: noJob, comparison: null })
    expect(renderReport(accountOf(judged))).toMatchInlineSnapshot(`
      "verdict: unknown
      interrupted by SIGINT

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         not started
      sent        0, 0 acknowledged
      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })
})

describe('what a report says of the record that a job failed on', () => {
  const fixture = 'fixtures/seattle-weather.csv'
  test.each<[Culprit | null, string | undefined]>([
    [null, undefined],
    [{ fromLine: 2, toLine: 2, isConfirmed: true }, `${fixture}:2, which alone makes the job fail in the same way`],
    [{ fromLine: 2, toLine: 2, isConfirmed: false }, `perhaps ${fixture}:2`],
    [{ fromLine: 2, toLine: 9, isConfirmed: false }, `perhaps one of ${fixture}:2 to 9`],
  ])('%o', (culprit, said) => {
    const account = accountOf(runToJudge({ job: failedJob, comparison: null }), { culprit })
    expect(reportModel(account).exception?.facts).toEqual(said === undefined ? [] : [['record', said]])
  })
})

describe('what a report says of the job, and where to go on', () => {
  test('how fast it was, as far as that was measured', () => {
    const { facts } = reportModel(accountOf(runToJudge(), { measures }))
    expect(facts.slice(-2)).toEqual([
      ['latency', 'p50 20 ms, p95 40 ms, p99 55 ms, max 81 ms, of 1,500 rows'],
      ['throughput', '308 rows per second, 900 rows in 2.9 s'],
    ])
    const none = { latencyMs: null, throughput: null }
    expect(reportModel(accountOf(runToJudge(), { measures: none })).facts.at(-1)?.[0]).toBe('job')
  })

  test('its checkpoints, where there were any but the savepoint that stopped it', () => {
    expect(checkpointFact({})).toEqual([
      'checkpoint',
      '6 completed in p50 103.5 ms, max 244 ms, 14 failed: Trigger checkpoint failure.; restored from a checkpoint 1 time',
    ])
    const none = { completed: 0, failed: 0, restored: 0, durationMs: null, lastFailure: null }
    expect(checkpointFact({ ...none, failed: 2 })).toEqual(['checkpoint', '0 completed, 2 failed'])
    expect(checkpointFact({ ...none, completed: 2, hasSavepoint: true })).toEqual([
      'checkpoint',
      '2 completed (including a savepoint), 0 failed',
    ])
    expect(checkpointFact({ ...none, completed: 1, hasSavepoint: true })?.[0]).toBe('job')
  })

  test('rows that only its end committed', () => {
    const commits = { rowsInTransactions: 8, rowsCommittedByEnd: 8 }
    const factsWith = (account: typeof commits | { rowsInTransactions: number; rowsCommittedByEnd: null }) =>
      reportModel(accountOf(runToJudge(), { commits: account })).facts.at(-1)
    expect(factsWith(commits)).toEqual([
      'commits',
      'no checkpoint completed: only the end of the job committed the 8 rows',
    ])
    expect(factsWith({ ...commits, rowsCommittedByEnd: null })?.[0]).toBe('job')
  })

  test.each([
    [{}, 'FINISHED after 2.4 s'],
    [{ durationMs: null }, 'FINISHED'],
    [{ restarts: null }, 'FINISHED after 2.4 s'],
    [{ restarts: 2 }, 'FINISHED after 2.4 s, restarts: 2'],
  ])('its state, its time and its restarts: %o', (job, said) => {
    expect(modelOf(job, true).facts.at(-1)).toEqual(['job', said])
  })

  test.each([
    [{}, true, ['web ui', 'evidence', 'rerun']],
    [{}, false, ['evidence', 'rerun']],
    [{ webUiUrl: null }, true, ['evidence', 'rerun']],
  ])('the Web UI is named while it answers: %o, %s', (job, isStackAlive, labels) => {
    expect(modelOf(job, isStackAlive).pointers.map(([label]) => label)).toEqual(labels)
  })

  test('the remedy comes first where there is one', () => {
    const { pointers } = reportModel(accountOf(runToJudge(), { remedy: 'start the engine' }))
    expect(pointers[0]).toEqual(['remedy', 'start the engine'])
  })
})

const modelOf = (job: Partial<JobAccount>, isStackAlive: boolean): ReportModel =>
  reportModel(accountOf(runToJudge(), { job: { ...finishedJob, ...job }, isStackAlive }))

const checkpointFact = (changed: Partial<typeof checkpoints>) =>
  modelOf({ checkpoints: { ...checkpoints, ...changed } }, true).facts.at(-1)
