/** Among which rows the order counts, in the words of the verdict's reason and of the report's last count. */
import { expect, test } from 'vitest'

import { whereOrderCounts } from '../../../../harness/verdict/report/order-text.ts'
import { rowSums } from '../../../../harness/verdict/report/report-model.ts'
import type { Comparison, OrderRule } from '../../../../harness/verdict/comparison.ts'
import { observedRows } from '../compare/rows.ts'
import { compared, days } from '../runs.ts'

const order = (rule: OrderRule, partitions: number, notJudged = 0) => ({ rule, partitions, notJudged })
const note = (of: Comparison['order']): string | null | undefined =>
  rowSums({ ...compared(observedRows(days[0])), order: of }, 'fail').at(-1)?.note

test('it counts in all of the output, within partitions, within groups, or nowhere', () => {
  expect(whereOrderCounts(order('input', 1))).toBe('')
  expect(whereOrderCounts(order('input', 2))).toBe(' within each of 2 partitions')
  expect(whereOrderCounts(order('groups', 1))).toBe(" within each group of the scenario's order()")
  expect(whereOrderCounts(order('groups', 3))).toMatch(
    /each group of the scenario's order\(\) and each of 3 partitions$/,
  )
  expect(whereOrderCounts(order('any', 2))).toBe('')
})

test('the count of misordered rows says how it was judged', () => {
  expect(note(order('input', 1))).toBe(' of 1 matched')
  expect(note(order('input', 1, 2))).toBe(' of 1 matched, 2 not judged')
  expect(note(order('input', 2))).toBe(' of 1 matched, judged within each of 2 partitions')
  expect(note(order('groups', 1, 2))).toBe(
    " of 1 matched, judged within each group of the scenario's order(), 2 not judged",
  )
  expect(note(order('any', 2))).toBe(' of 1 matched, order not judged')
})
