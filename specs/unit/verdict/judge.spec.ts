/** What a run must prove to pass, what makes it fail, and what leaves it unknown. */
import { describe, expect, test } from 'vitest'

import { compare } from '../../../harness/verdict/compare/compare.ts'
import { judge } from '../../../harness/verdict/judge.ts'
import { noJob, unplaced } from '../../../harness/verdict/run-account.ts'
import { expectedRows, observedRow, observedRows, undecodedRow } from './compare/rows.ts'
import { compared, days, failedJob, finishedJob, runToJudge } from './runs.ts'

const [first, second, third] = days

describe('judge passes', () => {
  test('a run in which every expected row was seen once and in order', () => {
    expect(judge(runToJudge())).toEqual({ verdict: 'pass', reason: 'all 3 expected rows arrived once, in order' })
  })

  test('a run of one row, which is not called "all 1"', () => {
    const comparison = compared(observedRows(first), expectedRows(first))
    expect(judge(runToJudge({ comparison })).reason).toBe('the only expected row arrived once, in order')
    const changes = { rule: 'upsert', records: 2 } as const
    const withChanges = judge(runToJudge({ comparison: { ...comparison, changes } }))
    expect(withChanges.reason).toBe('the final table has the only expected row and no others')
  })

  test('rows that came more than once, where delivery is at least once', () => {
    const comparison = compare({
      expected: expectedRows(...days),
      observed: observedRows(first, second, first, second, third),
      identity: 'date',
      delivery: 'at-least-once',
    })
    expect(judge(runToJudge({ comparison }))).toEqual({
      verdict: 'pass',
      reason: 'all 3 expected rows arrived at least once (2 duplicated, which the scenario allows), in order',
    })
  })

  test('a run that expects nothing but its sentinel, when that arrived', () => {
    const comparison = compared(observedRows(third), [{ out: third, line: null }])
    expect(judge(runToJudge({ comparison }))).toEqual({
      verdict: 'pass',
      reason: 'only the output of the sentinel was expected, and nothing else arrived',
    })
  })

  test('a job that goes on running, when its sentinel arrived', () => {
    const comparison = compared(observedRows(first, third), [...expectedRows(first), { out: third, line: null }])
    expect(judge(runToJudge({ comparison, job: { ...finishedJob, state: 'RUNNING' } })).verdict).toBe('pass')
  })

  test('and says within what the order was judged', () => {
    const observed = [observedRow(first, 0, 0), observedRow(third, 0, 1), observedRow(second, 1, 0)]
    expect(judge(runToJudge({ comparison: compared(observed) })).reason).toBe(
      'all 3 expected rows arrived once, in order within each of 2 partitions',
    )
    const twice = [observedRow(first, 0, 0), observedRow(first, 1, 0)]
    expect(judge(runToJudge({ comparison: compared(twice, expectedRows(first, first)) })).reason).toBe(
      'all 2 expected rows arrived once, in order within each of 2 partitions (the order of 2 was not judged)',
    )
    const inAnyOrder = { ...compared(observed), order: { rule: 'any', partitions: 2, notJudged: 0 } } as const
    expect(judge(runToJudge({ comparison: inAnyOrder })).reason).toBe(
      'all 3 expected rows arrived once, in any order, which the scenario allows',
    )
    const inGroups = { ...compared(observed), order: { rule: 'groups', partitions: 1, notJudged: 0 } } as const
    expect(judge(runToJudge({ comparison: inGroups })).reason).toBe(
      "all 3 expected rows arrived once, in order within each group of the scenario's order()",
    )
  })
})

describe('judge fails', () => {
  test.each([
    ['a row that is lost', observedRows(first, second), '1 lost (3 rows expected, 2 observed)'],
    ['a row that nobody expected', observedRows(...days, { date: 'x' }), '1 unexpected (3 rows expected, 4 observed)'],
    [
      'a row that differs',
      observedRows({ ...first, inches: 1 }, second, third),
      '1 differing (3 rows expected, 3 observed)',
    ],
    ['a row out of order', observedRows(second, first, third), '1 misordered (3 rows expected, 3 observed)'],
    ['a row that came twice', observedRows(...days, third), '1 duplicated (3 rows expected, 4 observed)'],
    [
      'a value that does not decode',
      [...observedRows(...days), undecodedRow('{', 'not JSON', 3)],
      '1 unexpected (3 rows expected, 4 observed)',
    ],
  ])('%s', (_, observed, reason) => {
    expect(judge(runToJudge({ comparison: compared(observed) }))).toEqual({ verdict: 'fail', reason })
  })

  test('any output of a job that should give none, even without a sentinel', () => {
    const comparison = compared(observedRows(first), [])
    expect(judge(runToJudge({ comparison }))).toEqual({
      verdict: 'fail',
      reason: '1 unexpected (0 rows expected, 1 observed)',
    })
  })

  test('a sentinel that did not arrive from a job that finished', () => {
    const comparison = compared([], [{ out: third, line: null }])
    expect(judge(runToJudge({ comparison })).reason).toBe('1 lost (1 row expected, 0 observed)')
  })

  test('a job that failed, and names what Python said, even if the run was stopped by that', () => {
    expect(
      judge(runToJudge({ job: failedJob, comparison: null, drainedToKnownEnd: false, problem: 'stopped' })),
    ).toEqual({
      verdict: 'fail',
      reason: 'the job ended as FAILED: ZeroDivisionError: division by zero',
    })
  })

  test('a job that failed in several lines, in one sentence', () => {
    const exception = { ...unplaced, type: 'ValueError', message: 'two\nlines' }
    expect(judge(runToJudge({ job: { state: 'FAILED', exception } })).reason).toBe(
      'the job ended as FAILED: ValueError: two lines',
    )
  })

  test.each([
    'seen: Heartbeat of TaskManager with id x timed out.',
    'seen: TaskManager with id x is no longer reachable.',
    'seen: Connection unexpectedly closed by remote task manager',
  ])('a job that only speaks of the cluster: %s', (message) => {
    const exception = { ...unplaced, type: 'ValueError', message }
    expect(judge(runToJudge({ job: { state: 'FAILED', exception } })).verdict).toBe('fail')
  })

  test('a job that was stuck, in what it waited for', () => {
    const exception = { ...unplaced, type: 'JobStuck', message: 'its source cannot reach the broker' }
    expect(judge(runToJudge({ job: { state: 'CANCELED', exception } }))).toEqual({
      verdict: 'fail',
      reason: 'the job was stuck and was cancelled: its source cannot reach the broker',
    })
  })

  test('but not a job that the cluster has failed: that proves nothing about it', () => {
    const inWords = [
      { type: 'org.apache.flink.runtime.NoResourceAvailableException', message: 'Could not acquire the slots' },
      { type: 'a.TimeoutException', message: 'Heartbeat of TaskManager with id taskmanager:1-2 timed out.' },
      { type: 'a.B', message: 'TaskManager with id taskmanager:1-2 is no longer reachable.' },
    ]
    for (const said of inWords) {
      const { verdict, reason } = judge(runToJudge({ job: { state: 'FAILED', exception: { ...unplaced, ...said } } }))
      expect(verdict).toBe('unknown')
      expect(reason).toMatch(/^the cluster could not run the job: /)
      // A job that has got over it has not failed.
      expect(judge(runToJudge({ job: { state: 'FINISHED', exception: { ...unplaced, ...said } } })).verdict).toBe(
        'pass',
      )
    }
    expect(judge(runToJudge({ job: { state: 'FAILED', exception: null } })).verdict).toBe('fail')
  })

  test('a job that failed without a message, in the name of its exception', () => {
    const exception = { ...unplaced, type: 'java.lang.NullPointerException', message: '' }
    expect(judge(runToJudge({ job: { state: 'FAILED', exception } })).reason).toBe(
      'the job ended as FAILED: java.lang.NullPointerException',
    )
  })

  test('a job whose own Python raised before there was a job', () => {
    const { exception } = failedJob
    expect(judge(runToJudge({ job: { ...noJob, exception }, problem: 'HTTP 400', comparison: null }))).toEqual({
      verdict: 'fail',
      reason: 'the job never started: ZeroDivisionError: division by zero',
    })
  })
})

describe('judge does not know', () => {
  test.each([
    ['when the run was stopped', { problem: 'interrupted by SIGINT' }, 'interrupted by SIGINT'],
    ['when nothing was sent', { ledger: null }, 'no row was sent'],
    [
      'when a record was not acknowledged',
      { ledger: { sent: 5, acknowledged: 4 } },
      'the broker acknowledged 4 of 5 records',
    ],
    ['when no job was started', { job: noJob, comparison: null }, 'no job was started'],
    ['when a job let rows out that is not known', { job: noJob }, 'it is not known how the job ended'],
    ['when the job has not ended', { job: { state: 'RUNNING', exception: null } }, 'the job is RUNNING, not FINISHED'],
    ['when the drain stopped early', { drainedToKnownEnd: false }, 'the output was not read to its end'],
    ['when nothing was compared', { comparison: null }, 'the output was not compared'],
  ])('%s', (_, changed, reason) => {
    expect(judge(runToJudge(changed))).toEqual({ verdict: 'unknown', reason })
  })

  test('when the sentinel of a running job has not arrived', () => {
    const comparison = compared(observedRows(first), [...expectedRows(first), { out: third, line: null }])
    expect(judge(runToJudge({ comparison, job: { state: 'RUNNING', exception: null } })).verdict).toBe('unknown')
  })

  test('when nothing was expected and nothing seen, and says how to prove that', () => {
    expect(judge(runToJudge({ comparison: compared([], []) }))).toEqual({
      verdict: 'unknown',
      reason: 'no row was expected and none arrived, so a job that does nothing would pass too',
      remedy: 'Give the scenario a `sentinel`, a row that passes the reference.',
    })
  })
})

test('a run whose stack died is unknown, whatever Flink made of its job afterwards', () => {
  const stackDeath = 'the container of taskmanager exited with 137 (out of memory)'
  expect(judge(runToJudge({ stackDeath, job: failedJob }))).toEqual({ verdict: 'unknown', reason: stackDeath })
})
