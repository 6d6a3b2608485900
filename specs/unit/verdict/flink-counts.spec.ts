/** What Flink has counted, held against what was sent and seen. */
import { expect, test } from 'vitest'

import { disagreement } from '../../../harness/verdict/flink-counts.ts'
import { reportModel } from '../../../harness/verdict/report/report-model.ts'
import type { JobAccount, OperatorAccount } from '../../../harness/verdict/run-account.ts'
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
    '4 rows read, and 5 were acknowledged',
  )
  expect(saidOf({ operators: [counts('Source: days', 6, 6), counts('Sink: Writer', 6, 2)] })).toBe(
    '6 rows read, and 5 were acknowledged; 2 rows written, and 3 were seen',
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
  const said = ['by Flink', '2 rows written, and 3 were seen']
  expect(reportModel({ ...account, job }).facts).toContainEqual(said)
  expect(reportModel({ ...account, job, comparison: null }).facts).not.toContainEqual(said)
})
