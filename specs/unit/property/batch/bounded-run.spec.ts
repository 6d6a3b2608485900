/** Specs of how rows are judged in a job of their own: late ones by any schedule of its watermarks, in a modelled Flink. */
import { expect, test } from 'vitest'

import { unjudged } from '../../../../harness/property/batch/bounded-run.ts'
import { judgeLateCases } from './late-cases.ts'

test('a right job passes whatever its watermarks do between the rows', async () => {
  const { wrong, withLateRows } = await judgeLateCases(4000, 1, 'as a check')
  expect(wrong).toEqual([])
  expect(withLateRows).toBeGreaterThan(2000)
})

test('a right job fails by chance where late rows do not wait', async () => {
  const { wrong } = await judgeLateCases(300, 1, 'all at once')
  expect(wrong.length).toBeGreaterThan(30)
})

test('a right job fails by chance where late rows wait for a watermark that its windows hold back', async () => {
  const { wrong } = await judgeLateCases(300, 1, 'by input watermarks')
  expect(wrong.length).toBeGreaterThan(0)
})

test.each([
  ['a job that did not end in its time', { isLate: true, hasSkipped: false }, 'WAIT_TIMED_OUT', 'operators that stay'],
  ['rows that the job has skipped', { isLate: false, hasSkipped: true }, 'STACK_FAILED', 'earliest offset'],
  [
    'a job that waits for rows that it has skipped',
    { isLate: true, hasSkipped: true },
    'STACK_FAILED',
    'earliest offset',
  ],
  ['whatever else', { isLate: false, hasSkipped: false }, 'STACK_FAILED', 'Web UI'],
])('rows that could not be judged for %s', (_, why, code, remedy) => {
  const error = unjudged('as the reason says', why)
  expect(error).toMatchObject({ code, message: 'these rows could not be judged: as the reason says' })
  expect(error.remedy).toContain(remedy)
})
