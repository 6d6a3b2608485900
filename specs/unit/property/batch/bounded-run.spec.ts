/** Specs of how rows are judged in a job of their own: late ones by any schedule of its watermarks, in a modelled Flink. */
import { expect, test } from 'vitest'

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
