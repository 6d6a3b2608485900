/** What comes first where several things are known of a run: a table of every pair. */
import { expect, test } from 'vitest'

import { judge, type RunToJudge } from '../../../harness/verdict/judge.ts'
import { reportModel } from '../../../harness/verdict/report/report-model.ts'
import { unplaced } from '../../../harness/verdict/run-account.ts'
import { observedRows } from './compare/rows.ts'
import { accountOf, compared, days, failedJob, finishedJob, runToJudge } from './runs.ts'

const [first, second, third] = days
const lost = { type: 'java.util.concurrent.TimeoutException', message: 'Heartbeat of TaskManager with id x timed out.' }
const killed = { type: 'a.b.StatusRuntimeException', message: 'CANCELLED: client cancelled' }
const failedWith = (said: typeof lost): RunToJudge['job'] => ({
  ...failedJob,
  exception: { ...unplaced, ...said },
})

/** What a run may come to, each alone: from what decides first to what decides last. */
const known = {
  'rows proven wrong': { comparison: compared(observedRows({ ...first, inches: 7 })) },
  'rows that are only missing': { comparison: compared(observedRows(first)) },
  'rows that came twice': { comparison: compared(observedRows(first, first, second, third)) },
  'right rows': { comparison: compared(observedRows(...days)) },
  'no comparison': { comparison: null },
} as const satisfies Record<string, Partial<RunToJudge>>

const died = 'the container of taskmanager exited with 137'

const ends = {
  'the stack died': { stackDeath: died, problem: died, job: failedJob },
  'the stack died after the job had failed': { stackDeath: died, job: failedJob },
  'a TaskManager was lost': { job: failedWith(lost) },
  'somebody cancelled the job': { job: { ...finishedJob, state: 'CANCELED' } },
  'a worker was killed': { job: failedWith(killed) },
  'a worker was killed, and was not in a second run': { job: failedWith(killed), again: 'passed' },
  'a worker was killed, and in a second run too': { job: failedWith(killed), again: 'failed' },
  'the job failed': { job: failedJob },
  'an input was not read': { unread: 'no source of the job has read a record of the input (0 of 5 rows)' },
  'records of others were there': { problem: 'foreign records: in holds 1 more' },
  'records of others were there, and a TaskManager was lost': {
    problem: 'foreign records: in holds 1 more',
    job: failedWith(lost),
  },
  'records of others were there, and the stack died': {
    problem: 'foreign records: in holds 1 more',
    stackDeath: died,
    job: failedJob,
  },
  'nothing else happened': {},
} as const satisfies Record<string, Partial<RunToJudge>>

const unknown = 'unknown'
const fail = 'fail'
const table: Record<
  keyof typeof ends,
  readonly [wrong: string, missing: string, twice: string, right: string, none: string]
> = {
  'the stack died': [fail, unknown, unknown, unknown, unknown],
  'the stack died after the job had failed': [fail, unknown, unknown, unknown, unknown],
  'a TaskManager was lost': [fail, unknown, unknown, unknown, unknown],
  'somebody cancelled the job': [fail, unknown, unknown, unknown, unknown],
  'a worker was killed': [fail, unknown, unknown, unknown, unknown],
  'a worker was killed, and was not in a second run': [fail, unknown, unknown, unknown, unknown],
  'a worker was killed, and in a second run too': [fail, fail, fail, fail, fail],
  'the job failed': [fail, fail, fail, fail, fail],
  'an input was not read': [fail, fail, fail, unknown, unknown],
  'records of others were there': [unknown, unknown, unknown, unknown, unknown],
  'records of others were there, and a TaskManager was lost': [unknown, unknown, unknown, unknown, unknown],
  'records of others were there, and the stack died': [unknown, unknown, unknown, unknown, unknown],
  'nothing else happened': [fail, fail, fail, 'pass', unknown],
}

const pairs = Object.keys(table).flatMap((end) =>
  Object.keys(known).map((rows, at) => [end, rows, table[end as keyof typeof ends][at]] as const),
)

test.each(pairs)('%s, %s: %s', (end, rows, verdict) => {
  const run = runToJudge({ ...ends[end as keyof typeof ends], ...known[rows as keyof typeof known] })
  expect(judge(run).verdict).toBe(verdict)
})

test('trouble is noted where rows were proven wrong before it', () => {
  const account = accountOf(runToJudge({ ...ends['the stack died'], ...known['rows proven wrong'] }))
  expect(account).toMatchObject({
    verdict: 'fail',
    reason: '1 differing (3 rows expected, 1 observed before the run was cut off)',
    trouble: 'the container of taskmanager exited with 137',
  })
  expect(reportModel(account).facts).toContainEqual(['trouble', account.trouble])
})

const reasonOf = (end: keyof typeof ends): string => judge(runToJudge(ends[end])).reason

test('what a second run has shown is part of the reason', () => {
  expect(reasonOf('a worker was killed')).toMatch(
    /^the cluster could not run the job: the Python worker was killed \(a/,
  )
  expect(reasonOf('a worker was killed')).toMatch(/a second run did not show whether the job is the cause$/)
  expect(reasonOf('a worker was killed, and was not in a second run')).toMatch(/; run once more, the job did not fail$/)
  expect(reasonOf('a worker was killed, and in a second run too')).toMatch(
    /^the job ended as FAILED: a.*; run once more, it failed in the same way$/,
  )
})

test('each trouble has a remedy of its own', () => {
  const remedies = (['a TaskManager was lost', 'somebody cancelled the job', 'a worker was killed'] as const).map(
    (end) => judge(runToJudge(ends[end])).remedy,
  )
  expect(new Set(remedies).size).toBe(3)
  for (const remedy of remedies) expect(remedy).toMatch(/^[A-Z][^]*\.$/)
})
