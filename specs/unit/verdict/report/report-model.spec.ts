/** What a report says first, by how the run ended: whole reports on runs that did not come to comparing. */
import { describe, expect, test } from 'vitest'

import { exceptionModel, reportModel, type ReportModel } from '../../../../harness/verdict/report/report-model.ts'
import { renderReport } from '../../../../harness/verdict/report/report.ts'
import { type Culprit, type JobAccount, noJob, unplaced } from '../../../../harness/verdict/run-account.ts'
import { accountOf, checkpoints, failedJob, finishedJob, measures, runToJudge } from '../runs.ts'

const raised = { ...unplaced, type: 'KeyError', message: "'day'" }

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

describe('what a report says of an exception', () => {
  test.each([
    [{}, "KeyError: 'day'"],
    [{ message: '' }, 'KeyError'],
    [{ message: 'two\n  lines' }, 'KeyError: two lines'],
    [{ file: 'weather/logic.py' }, "KeyError: 'day' at weather/logic.py"],
    [{ file: 'weather/logic.py', line: 65 }, "KeyError: 'day' at weather/logic.py:65"],
    [{ line: 65 }, "KeyError: 'day'"],
    [{ message: 'x'.repeat(300), file: 'logic.py' }, `KeyError: ${'x'.repeat(189)}… at logic.py`],
  ])('its title, of %o', (changed, title) => {
    expect(exceptionModel({ ...raised, ...changed }).title).toBe(title)
  })

  test('no frames of Java, which Python prints when Java refused a call', () => {
    const python = [
      '  File "job.py", line 31, in main',
      '    env.execute("second")',
      'Py4JJavaError: calling o0.execute.',
    ]
    const java = [
      ': org.apache.flink.util.FlinkRuntimeException: Cannot have more than one execute()',
      ...Array.from({ length: 30 }, (_, at) => `\tat org.apache.flink.Some$Class.method(Some.java:${at})`),
      '\t... 12 more',
    ]
    const { lines } = exceptionModel({ ...raised, traceback: [...python, ...java].join('\n') })
    expect(lines).toEqual([...python, java[0]])
  })

  test('the last eight lines of its traceback that are not blank, each in what one line holds', () => {
    const traceback = [
      'first',
      ...Array.from({ length: 6 }, (_, place) => `  line ${place}`),
      '',
      '  \t',
      'y'.repeat(161),
    ]
    expect(exceptionModel({ ...raised, traceback: traceback.join('\n') }).lines).toEqual([
      'first',
      ...traceback.slice(1, 7),
      `${'y'.repeat(159)}…`,
    ])
    expect(exceptionModel({ ...raised, traceback: ['zeroth', ...traceback].join('\n') }).lines[0]).toBe('first')
    expect(exceptionModel(raised).lines).toEqual([])
  })

  test('what is known of it besides, and nothing of what is not', () => {
    const known = { hint: 'name the column', operator: 'Map\n-> Sink', causes: ['a.B: c', 'd.E'] }
    expect(exceptionModel({ ...raised, ...known }, [['record', 'line 2']]).facts).toEqual([
      ['record', 'line 2'],
      ['hint', 'name the column'],
      ['operator', 'Map -> Sink'],
      ['java', 'a.B: c < d.E'],
    ])
    expect(exceptionModel(raised).facts).toEqual([])
    const long = { operator: 'o'.repeat(161), causes: ['c'.repeat(241)] }
    expect(exceptionModel({ ...raised, ...long }).facts).toEqual([
      ['operator', `${'o'.repeat(159)}…`],
      ['java', `${'c'.repeat(239)}…`],
    ])
  })
})

describe('what a report says of the record that a job failed on', () => {
  const fixture = 'fixtures/seattle-weather.csv'
  test.each<[Culprit | null, string | undefined]>([
    [null, undefined],
    [{ fromLine: 2, toLine: 2, isConfirmed: true }, `${fixture}:2, which alone makes the job fail in the same way`],
    [{ fromLine: 2, toLine: 2, isConfirmed: false }, `perhaps ${fixture}:2`],
    [{ fromLine: 2, toLine: 9, isConfirmed: false }, `one of ${fixture}:2 to 9, perhaps`],
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
