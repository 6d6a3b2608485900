/** A report never contradicts itself: every kind of account, with reason, counts, job line and exception held against each other. */
import { describe, expect, test } from 'vitest'

import { runJson } from '../../../../harness/evidence/run-json.ts'
import { judge, type RunToJudge } from '../../../../harness/verdict/judge.ts'
import { reportModel } from '../../../../harness/verdict/report/report-model.ts'
import { noJob, type RunAccount, unplaced } from '../../../../harness/verdict/run-account.ts'
import { observedRows, undecodedRow } from '../compare/rows.ts'
import { accountOf, compared, days, failedJob, finishedJob, runToJudge } from '../runs.ts'

const [first, second, third] = days
const exceptionOf = (type: string, message: string) => ({ ...unplaced, type, message })
const raised = failedJob.exception
const stuck = exceptionOf('JobStuck', 'its source cannot reach the broker at kafka/172.23.0.3:9999')
const lostTaskManager = exceptionOf('a.TimeoutException', 'Heartbeat of TaskManager with id x timed out.')
const killedWorker = exceptionOf('a.StatusRuntimeException', 'CANCELLED: client cancelled')
const secondJob = exceptionOf(
  'a.FlinkRuntimeException',
  'Cannot have more than one execute() or executeAsync() call in a single environment.',
)

const jobs: Readonly<Record<string, RunToJudge['job']>> = {
  none: noJob,
  'refused by its main': { ...noJob, exception: raised },
  'refused, with a second job': { ...noJob, exception: secondJob },
  'started, and then its main failed': { ...finishedJob, state: 'CANCELED', exception: raised, hasFailedMain: true },
  'finished, and then its main failed': { ...finishedJob, exception: raised, hasFailedMain: true },
  'started, with a second job': { ...finishedJob, state: 'CANCELED', exception: secondJob, hasFailedMain: true },
  running: { ...finishedJob, state: 'RUNNING' },
  'running, and late': {
    ...finishedJob,
    state: 'RUNNING',
    exception: exceptionOf('JobLate', 'after 8 s its Python is in f'),
  },
  finished: finishedJob,
  'finished after a failure': { ...finishedJob, restarts: 1, exception: lostTaskManager },
  failed: failedJob,
  'failed without a word': { ...finishedJob, state: 'FAILED' },
  'failed by its cluster': { ...failedJob, exception: lostTaskManager },
  'failed with its worker': { ...failedJob, exception: killedWorker },
  stuck: { ...finishedJob, state: 'CANCELED', exception: stuck },
  cancelled: { ...finishedJob, state: 'CANCELED' },
  suspended: { ...finishedJob, state: 'SUSPENDED' },
}

const comparisons: Readonly<Record<string, RunToJudge['comparison']>> = {
  none: null,
  'nothing expected, nothing seen': compared([], []),
  'nothing seen': compared([]),
  'all seen': compared(observedRows(...days)),
  'some seen': compared(observedRows(first)),
  'one seen twice': compared(observedRows(first, first, second, third)),
  'in another order': compared(observedRows(second, first, third)),
  'another value': compared(observedRows({ ...first, inches: 7 }, second)),
  'one too many': compared(observedRows(...days, { ...first, date: 'x' })),
  'not decoded': compared([...observedRows(...days), undecodedRow('{', 'not JSON', 3)]),
  'what changes leave': { ...compared(observedRows(...days)), changes: { rule: 'upsert', records: 9 } },
}

const problems: readonly Partial<RunToJudge>[] = [
  {},
  { problem: 'foreign records: in holds 1 more' },
  {
    problem: 'the container of taskmanager exited with 137',
    stackDeath: 'the container of taskmanager exited with 137',
  },
  { ledger: null },
  { ledger: { sent: 5, acknowledged: 4 } },
  { drainedToKnownEnd: false },
  { again: 'passed' },
  { again: 'failed' },
  { unread: 'no source of the job read a record of the input (Flink counted 0 of 5 rows)' },
  { due: { kind: 'judged', expected: 3, come: 0, isAllowed: false } },
  { problem: 'the job wrote more than 20 rows', endless: 'the job wrote more than 20 rows' },
]

const accounts = Object.entries(jobs).flatMap(([jobName, job]) =>
  Object.entries(comparisons).flatMap(([rows, comparison]) =>
    problems.map((problem, at) => {
      const run = runToJudge({ ...problem, job, comparison })
      return { name: `${jobName} / ${rows} / ${at}`, run, account: accountOf(run, { due: run.due ?? null }) }
    }),
  ),
)

interface Said {
  readonly account: RunAccount
  readonly run: RunToJudge
  readonly reason: string
  readonly jobLine: string
  readonly hasException: boolean
}

const said = accounts.map(({ name, run, account }): readonly [string, Said] => {
  const { facts, reason, exception } = reportModel(account)
  const jobLine = facts.find(([label]) => label === 'job')?.[1] ?? ''
  return [name, { account, run, reason, jobLine, hasException: exception !== null }]
})

/** The names of the accounts that break a rule. */
const breaking = (rule: (of: Said) => boolean): readonly string[] =>
  said.filter(([, of]) => !rule(of)).map(([name, { reason, jobLine }]) => `${name}: ${reason} | ${jobLine}`)

const implies = (premise: boolean, conclusion: boolean): boolean => !premise || conclusion

test('there are many', () => {
  expect(said.length).toBeGreaterThan(2000)
  expect(new Set(said.map(([, { account }]) => account.verdict))).toEqual(new Set(['pass', 'fail', 'unknown']))
})

describe('in every account', () => {
  test.each<readonly [string, (of: Said) => boolean]>([
    [
      'a job that never started has let no row out, and its line says so',
      ({ account: { counts, job }, reason, jobLine }) =>
        implies(/never started|no job was started/.test(reason), counts.observed === 0 && job.state === null) &&
        implies(
          jobLine === 'not started',
          counts.observed === 0 && !/the job ended|its end|after it had started/.test(reason),
        ),
    ],
    [
      'the state in the reason is that of the job line',
      ({ reason, jobLine }) => {
        const state = /(?:ended as|the job is) ([A-Z]+)/.exec(reason)?.[1]
        return state === undefined || jobLine.startsWith(state)
      },
    ],
    [
      'a cancelled job is CANCELED',
      ({ reason, jobLine }) => implies(/cancelled it|was cancelled/.test(reason), jobLine.startsWith('CANCELED')),
    ],
    [
      'a pass has all rows, no exception, no finding, no trouble, and nothing to do',
      ({ account: { verdict, counts, trouble, remedy, job }, hasException }) =>
        implies(
          verdict === 'pass',
          counts.lost + counts.differing + counts.unexpected + counts.misordered + counts.duplicated === 0 &&
            counts.matched === counts.expected &&
            counts.sent === counts.acknowledged &&
            !hasException &&
            trouble === null &&
            remedy === null &&
            job.state === 'FINISHED',
        ),
    ],
    [
      'a fail names a wrong that the account holds',
      ({ account: { verdict, job }, run, reason }) =>
        implies(
          verdict === 'fail',
          job.exception !== null ||
            job.state === 'FAILED' ||
            run.endless !== undefined ||
            run.due !== undefined ||
            /^\d+ (differing|lost|unexpected|misordered|duplicated)/.test(reason),
        ),
    ],
    [
      'every number of rows in the reason is that of the counts',
      ({ account: { counts }, reason }) =>
        [...reason.matchAll(/(\d+) (differing|lost|unexpected|misordered|duplicated|observed)\b/g)].every(
          ([, count, name]) => counts[name as keyof typeof counts] === Number(count),
        ),
    ],
    [
      'a failure of the job in the reason has its exception below it',
      ({ account: { job }, reason, hasException }) =>
        implies(
          /^the (job (ended as|never started|was stuck)|main of)/.test(reason) && job.exception !== null,
          hasException,
        ),
    ],
    [
      'trouble of the cluster is not called a failure of the job',
      ({ account: { verdict, trouble }, reason }) =>
        implies(/^the cluster could not|^the job could not be judged/.test(reason), verdict === 'unknown') &&
        implies(trouble !== null, verdict === 'fail' && /before the run was cut off/.test(reason)),
    ],
    [
      'a remedy belongs to an unknown',
      ({ account: { verdict, remedy } }) => implies(remedy !== null, verdict === 'unknown'),
    ],
    [
      'what was seen in time is not called lost to trouble',
      ({ account: { verdict, counts }, reason }) =>
        implies(
          verdict === 'fail' && /cut off/.test(reason),
          counts.differing + counts.unexpected + counts.misordered > 0,
        ),
    ],
    [
      'rows sum up, in the report and in run.json',
      ({ account }) => {
        const { counts } = runJson(account)
        return (
          counts.expected === counts.matched + counts.differing + counts.lost &&
          counts.observed === counts.matched + counts.differing + counts.unexpected + counts.duplicated &&
          reportModel(account).sums.every(
            ({ total, parts }) => parts.length === 0 || total === parts.reduce((sum, [part]) => sum + part, 0),
          )
        )
      },
    ],
  ])('%s', (_, rule) => {
    expect(breaking(rule)).toEqual([])
  })
})

test('a verdict does not depend on more than what is known', () => {
  for (const [, { run, account }] of said) expect(judge(run).verdict).toBe(account.verdict)
})
