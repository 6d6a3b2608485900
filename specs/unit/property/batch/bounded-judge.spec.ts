/** Specs of judging in jobs that end: the first case that fails is found by halves, and no failure is forgotten. */
import { expect, test } from 'vitest'

import { BoundedJudge } from '../../../../harness/property/batch/bounded-judge.ts'
import type { LoneRun } from '../../../../harness/property/batch/case-judge.ts'
import type { Case } from '../../../../harness/property/cases/case.ts'

const lone = (passes: boolean): LoneRun<number> => ({
  passes,
  reason: passes ? null : '1 lost',
  comparison: null,
  expected: [],
  observed: [],
  failure: null,
})

/** A judge whose job passes rows as told, and the rows of each job that it was asked for. */
function judgeWhere(passes: (rows: Case<number>) => boolean) {
  const jobs: (readonly number[])[] = []
  const run = async (rows: Case<number>): Promise<LoneRun<number>> => {
    jobs.push(rows)
    return lone(passes(rows))
  }
  return { judge: new BoundedJudge(run, 'x', 4), jobs }
}

const cases = [[1], [2], [3], [4]]

test('cases that pass ride in one job', async () => {
  const { judge, jobs } = judgeWhere(() => true)
  expect(await judge.judge(cases)).toEqual(cases.map(() => ({ standing: 'pass' })))
  expect(jobs).toEqual([[1, 2, 3, 4]])
})

test('the first that fails is found by halves, and those behind it are not judged', async () => {
  const { judge, jobs } = judgeWhere((rows) => !rows.includes(3))
  expect(await judge.judge(cases)).toEqual([
    { standing: 'pass' },
    { standing: 'pass' },
    { standing: 'fail', observed: [] },
  ])
  expect(jobs).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3]])
})

test('cases that fail together and in no half are not forgotten', async () => {
  const { judge } = judgeWhere((rows) => rows.length < 4)
  expect(await judge.judge(cases)).toEqual(cases.map(() => ({ standing: 'pass' })))
  expect(judge.unexplained?.how).toBe('4 cases in one job do not match the reference')
})
