/** Every kind of account: jobs, comparisons and problems, each with each, as far as a run can have them together. */
import type { RunToJudge } from '../../../../harness/verdict/judge.ts'
import { neverRan, noJob, unplaced } from '../../../../harness/verdict/run-account.ts'
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
  { due: { kind: 'judged', expected: 0, come: 0, isAllowed: false } },
  { problem: 'the job wrote more than 20 rows', endless: 'the job wrote more than 20 rows' },
]

/** Each named after its parts. */
export const accounts = Object.entries(jobs).flatMap(([jobName, job]) =>
  Object.entries(comparisons)
    // Nothing is compared then: run.not-started.spec.ts.
    .filter(([, comparison]) => comparison === null || !neverRan(job, comparison.counts.observed))
    .flatMap(([rows, comparison]) =>
      problems.map((problem, at) => {
        const run = runToJudge({ ...problem, job, comparison })
        return { name: `${jobName} / ${rows} / ${at}`, run, account: accountOf(run, { due: run.due ?? null }) }
      }),
    ),
)
