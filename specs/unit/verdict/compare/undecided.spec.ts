/** When rows that tolerances leave open leave a run unknown, and when it fails all the same. */
import { expect, test } from 'vitest'

import { judge } from '../../../../harness/verdict/judge.ts'
import type { Judgement } from '../../../../harness/verdict/judge.ts'
import type { Delivery, RowCounts } from '../../../../harness/verdict/comparison.ts'
import { observedRows } from './rows.ts'
import { compared, days, runToJudge } from '../runs.ts'

const undecided = { pairs: 2, rows: 12_000, fields: ['latitude', 'longitude'] }

function judged(counts: Partial<RowCounts>, delivery: Delivery = 'exactly-once'): Judgement {
  const comparison = compared(observedRows(...days))
  return judge(
    runToJudge({ comparison: { ...comparison, delivery, undecided, counts: { ...comparison.counts, ...counts } } }),
  )
}

test('they may be all that is wrong: the run is unknown, and the field to make exact is named', () => {
  expect(judged({ lost: 2, duplicated: 2 })).toEqual({
    verdict: 'unknown',
    reason:
      'it is open which of 12000 rows belong together: they are equal but for latitude and longitude, and so many are not searched: give the scenario no `tolerance` for latitude',
  })
  expect(judged({ lost: 1, duplicated: 9 }, 'at-least-once').verdict).toBe('unknown')
})

test('they do not hide what is wrong beyond them', () => {
  expect(judged({ lost: 3, duplicated: 2 }).verdict).toBe('fail')
  expect(judged({ lost: 2, duplicated: 3 }).verdict).toBe('fail')
  expect(judged({ differing: 1 }).verdict).toBe('fail')
  expect(judged({ unexpected: 1 }).verdict).toBe('fail')
  expect(judged({ lost: 1, duplicated: 1, misordered: 1 }).verdict).toBe('fail')
})
