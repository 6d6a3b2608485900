/** What Flink has counted, held against what was sent and seen. */
import { expect, test } from 'vitest'

import { disagreement, readUntilFailure, unreadInput } from '../../../harness/verdict/flink-counts.ts'
import { reportModel } from '../../../harness/verdict/report/report-model.ts'
import { type JobAccount, type OperatorAccount, unplaced } from '../../../harness/verdict/run-account.ts'
import { accountOf, finishedJob, runToJudge } from './runs.ts'

const counts = (name: string, recordsIn: number, recordsOut: number): OperatorAccount => ({
  name,
  parallelism: 1,
  recordsIn,
  recordsOut,
  busyMs: null,
  idleMs: null,
  backPressuredMs: null,
})

// Five rows were sent, and three were seen.
const account = accountOf(runToJudge())
const saidOf = (job: Partial<JobAccount>, sink: 'kafka' | 'file' = 'kafka'): string | null =>
  disagreement({ ...account, job: { ...finishedJob, ...job }, output: { sink, name: 'out' } })

test('in one chain or in several, the same numbers are no news', () => {
  expect(saidOf({ operators: [counts('Source: days -> Map -> Sink: Writer', 5, 3)] })).toBeNull()
  expect(
    saidOf({
      operators: [
        counts('Source: days', 2, 2),
        counts('Source: more days', 3, 3),
        counts('Map', 5, 4),
        counts('Sink: Writer -> Sink: Committer', 4, 3),
      ],
    }),
  ).toBeNull()
})

test('other numbers are told', () => {
  expect(saidOf({ operators: [counts('Source: days -> Map -> Sink: Writer', 4, 3)] })).toBe(
    '4 rows read, but 5 rows acknowledged',
  )
  expect(saidOf({ operators: [counts('Source: days', 6, 6), counts('Sink: Writer', 6, 2)] })).toBe(
    '6 rows read, but 5 rows acknowledged; 2 rows written, but 3 rows observed',
  )
})

test.each([
  ['a job that FAILED', { state: 'FAILED' }],
  ['one that was started anew', { restarts: 1 }],
  ['one of which that is not known', { restarts: null }],
  ['operators that are no source and no sink of ours', { operators: [counts('Map', 9, 9)] }],
  ['none', { operators: null }],
] as const)('nothing is said of %s', (_, job) => {
  expect(saidOf({ operators: [counts('Source: days -> Sink: Writer', 0, 0)], ...job })).toBeNull()
})

test('a sink that is not Kafka has no count', () => {
  expect(saidOf({ operators: [counts('Source: days -> Sink: Writer', 5, 0)] }, 'file')).toBeNull()
})

test('the report has it among its facts, of a run that came to comparing', () => {
  const job = { ...finishedJob, operators: [counts('Source: days -> Sink: Writer', 5, 2)] }
  const said = ['by Flink', '2 rows written, but 3 rows observed']
  expect(reportModel({ ...account, job }).facts).toContainEqual(said)
  expect(reportModel({ ...account, job, comparison: null }).facts).not.toContainEqual(said)
})

const unreadOf = (
  recordsIn: readonly number[],
  sides: readonly [name: string, rows: number][] = [],
  job: object = {},
) =>
  unreadInput({
    acknowledged: 5,
    sides: sides.map(([name, rows]) => ({ name, path: `${name}.csv`, rows })),
    job: { ...finishedJob, operators: recordsIn.map((count) => counts('Source: days -> Map', count, 3)), ...job },
  })

test.each([
  ['the only input', [0], [], 'the input (Flink counted 0 of 5 rows)'],
  ['the input, and not a side', [8], [['airports', 8]], 'the input (Flink counted 8 of 13 rows)'],
  ['a side, and not the input', [5, 0], [['airports', 8]], 'airports (Flink counted 5 of 13 rows)'],
  [
    'one of two sides',
    [5, 3],
    [
      ['airports', 8],
      ['names', 3],
    ],
    'airports (Flink counted 8 of 16 rows)',
  ],
  ['all of them', [0, 0], [['airports', 8]], 'the input and airports (Flink counted 0 of 13 rows)'],
] as const)('no source has read %s', (_, recordsIn, sides, said) => {
  expect(unreadOf(recordsIn, sides as never)).toBe(`no source of the job read a record of ${said}`)
})

test.each([
  ['everything was read', [5], [], {}],
  ['everything was read by one source', [13], [['airports', 8]], {}],
  ['a part of it was read: that is told, and no more', [4], [], {}],
  ['a part of both was read', [7], [['airports', 8]], {}],
  ['an input is read by two sources', [5, 5, 8], [['airports', 8]], {}],
  ['a side has no row', [5], [['airports', 0]], {}],
  ['the job was restarted', [0], [], { restarts: 1 }],
  ['it was not told how often', [0], [], { restarts: null }],
  ['the job goes on', [0], [], { state: 'RUNNING' }],
  ['no operator is a source', [], [], {}],
  ['nothing is known of its operators', [], [], { operators: null }],
] as const)('nothing is said where %s', (_, recordsIn, sides, job) => {
  expect(unreadOf(recordsIn, sides as never, job)).toBeNull()
})

const failedIn = (operator: string | null) => ({ ...unplaced, type: 'KeyError', message: 'no', hint: null, operator })
const failed: JobAccount = {
  ...finishedJob,
  state: 'FAILED',
  operators: [counts('Source: days -> Map', 7, 0), counts('Sink: Writer', 0, 0)],
  exception: failedIn('Source: days -> Map'),
}

test('a job that fails in the chain of its source has read up to the failure', () => {
  expect(readUntilFailure(failed)).toBe(7)
})

test.each([
  ['a job that FINISHED', { state: 'FINISHED' }],
  ['one that was started anew', { restarts: 1 }],
  ['unknown counts', { operators: null }],
  ['a failure in another operator', { exception: failedIn('Sink: Writer') }],
  ['a failure outside of the operators', { exception: failedIn(null) }],
  ['a job without an exception', { exception: null }],
  ['several instances', { operators: [{ ...counts('Source: days -> Map', 7, 0), parallelism: 2 }] }],
  ['several sources', { operators: [counts('Source: days -> Map', 7, 0), counts('Source: nights', 1, 1)] }],
] as const)('nothing is known of where reading stopped from %s', (_, job) => {
  expect(readUntilFailure({ ...failed, ...job })).toBeNull()
})
