/** Specs of the verdict on a check. */
import { expect, test } from 'vitest'

import type { CheckStatistics, Counterexample } from '../../../harness/verdict/check-account.ts'
import { type CheckToJudge, judgeCheck } from '../../../harness/verdict/judge-check.ts'

const statistics: CheckStatistics = { sizes: [], keptRows: 900, edges: [], edgeValues: null }
const counterexample: Counterexample = {
  rows: [{ id: 1 }],
  source: 'generated',
  isSmallest: true,
  foundRows: 7,
  comparison: null,
}
const judge = (changes: Partial<CheckToJudge>) =>
  judgeCheck({
    problem: null,
    failing: null,
    strays: 0,
    unexplained: null,
    isSingle: false,
    cases: 200,
    rows: 2000,
    statistics,
    ...changes,
  })

test('a check whose cases all came out is a pass, with how many there were', () => {
  expect(judge({})).toEqual({ verdict: 'pass', reason: '200 cases (2,000 rows) match the reference' })
})

test('a counterexample that fails alone is a fail, with what is wrong', () => {
  const failing = { counterexample, lone: { wrong: '1 lost (1 row expected, 0 observed)' } }
  expect(judge({ failing })).toEqual({
    verdict: 'fail',
    reason: 'a stream of 1 row fails: 1 lost (1 row expected, 0 observed)',
  })
})

test('one that does not fail again is unknown: not deterministic', () => {
  const { verdict, reason } = judge({ failing: { counterexample, lone: { wrong: null } } })
  expect(verdict).toBe('unknown')
  expect(reason).toContain('not deterministic')
})

test('one that was not run again alone is unknown, with what kept it from that', () => {
  expect(judge({ failing: { counterexample, lone: null }, problem: 'it was interrupted' })).toEqual({
    verdict: 'unknown',
    reason: 'a stream of 1 row failed together with other cases, and was not run again alone: it was interrupted',
  })
})

test('one case that was asked for need touch nothing, and no case at all is no pass', () => {
  const nothing = { ...statistics, keptRows: 0 }
  expect(judge({ statistics: nothing, cases: 1, rows: 3 }).verdict).toBe('unknown')
  expect(judge({ statistics: nothing, cases: 1, rows: 3, isSingle: true }).verdict).toBe('pass')
  expect(judge({ statistics: nothing, cases: 0, rows: 0 })).toEqual({
    verdict: 'unknown',
    reason: 'no case was judged',
  })
})

test('the empty stream has a name of its own', () => {
  const failing = { counterexample: { ...counterexample, rows: [] }, lone: { wrong: '1 unexpected' } }
  expect(judge({ failing }).reason).toBe('the empty stream fails: 1 unexpected')
})

test.each([
  [1, '1 row'],
  [2, '2 rows'],
])('rows that nobody expected, %i of them, are a fail', (strays, words) => {
  expect(judge({ strays })).toEqual({
    verdict: 'fail',
    reason: `${words} arrived after all expected rows`,
  })
})

test('what ended it early is unknown, with what had passed', () => {
  expect(judge({ problem: 'it was interrupted', cases: 40, rows: 400 })).toEqual({
    verdict: 'unknown',
    reason: 'it was interrupted; 40 cases (400 rows) passed before that',
  })
})

test('a job that ended for no case in particular is unknown', () => {
  expect(judge({ unexplained: 'the job ended as FAILED' })).toEqual({
    verdict: 'unknown',
    reason: 'the job ended as FAILED, but no case reproduces it: the job is not deterministic',
  })
})

test('rows that the reference drops, nearly all of them, test nothing', () => {
  const { verdict, reason } = judge({ statistics: { ...statistics, keptRows: 98 } })
  expect(verdict).toBe('unknown')
  expect(reason).toContain('the reference keeps 4.9 % of the generated rows (98 of 2,000)')
  expect(judge({ statistics: { ...statistics, keptRows: 100 } }).verdict).toBe('pass')
})

test.each([
  [39, 'pass'],
  [40, 'unknown'],
])('a share says something from forty rows on: one of %i kept is %s', (rows, verdict) => {
  expect(judge({ rows, statistics: { ...statistics, keptRows: 1 } }).verdict).toBe(verdict)
})

test('an edge that was declared and not reached is not tested', () => {
  const edges = [
    ['boundary', 0],
    ['null', 3],
    ['zero', 0],
  ] as const
  expect(judge({ statistics: { ...statistics, edges } })).toEqual({
    verdict: 'unknown',
    reason: 'no generated row hit the edge boundary, zero, so it was not tested',
  })
  expect(judge({ statistics: { ...statistics, edges: [['null', 1]] } }).verdict).toBe('pass')
})

test('one that fails on a TaskManager without room is unknown: any rows would', () => {
  const problem = 'the job failed on a TaskManager that has reached its limits'
  const failing = { counterexample, lone: { wrong: 'the job ended as FAILED' } }
  expect(judge({ failing, problem, isStackFull: true })).toEqual({
    verdict: 'unknown',
    reason: `${problem}; 200 cases (2,000 rows) passed before that`,
  })
})
