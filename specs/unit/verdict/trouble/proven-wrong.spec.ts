/** Which rows stay wrong although a run was cut off: never one that a later row could still mend. */
import { array, assert, constantFrom, integer, nat, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { compare } from '../../../../harness/verdict/compare/compare.ts'
import { provenWrong } from '../../../../harness/verdict/trouble/proven-wrong.ts'
import { expectedRows, observedRow, observedRows, undecodedRow } from '../compare/rows.ts'
import { compared, days } from '../runs.ts'

const [first, second, third] = days

test.each([
  ['nothing came', [], []],
  ['what came is right', observedRows(first), []],
  ['rows came twice', observedRows(first, first), []],
  ['a value is wrong', observedRows({ ...first, inches: 7 }), [['differing', 1]]],
  ['a row belongs to nobody', observedRows(...days, { ...first, date: 'x' }), [['unexpected', 1]]],
  ['a value does not decode', [undecodedRow('{', 'not JSON', 0)], [['unexpected', 1]]],
  ['rows changed places', observedRows(second, first), [['misordered', 1]]],
])('%s', (_, observed, wrong) => {
  expect(provenWrong(compared(observed))).toEqual(wrong)
})

describe('nothing is proven', () => {
  const wrong = compared(observedRows({ ...first, inches: 7 }, third))

  test('without a comparison', () => {
    expect(provenWrong(null)).toEqual([])
  })

  test('of a job that was restarted: it may have lost its state', () => {
    expect(provenWrong(wrong, 1)).toEqual([])
    expect(provenWrong(wrong, 0)).toEqual([['differing', 1]])
  })

  test('of changes: only the last one of an identity counts', () => {
    expect(provenWrong({ ...wrong, changes: { rule: 'upsert', records: 2 } })).toEqual([])
  })
})

test('rows that a right job writes are never proven wrong, wherever it is cut off', () => {
  const rows = array(record({ date: constantFrom('a', 'b', 'c'), inches: integer({ min: 0, max: 3 }) }))
  assert(
    property(rows, nat(), nat(), (all, cut, partitions) => {
      const came = all.slice(0, cut % (all.length + 1))
      const counts: number[] = []
      const observed = came.map((row, at) => {
        const partition = (at * 7) % ((partitions % 3) + 1)
        counts[partition] = (counts[partition] ?? 0) + 1
        return observedRow(row, partition, (counts[partition] ?? 1) - 1)
      })
      expect(provenWrong(compare({ expected: expectedRows(...all), observed, identity: 'date' }))).toEqual([])
    }),
  )
})
