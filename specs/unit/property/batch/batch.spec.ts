/** Specs of batches: what rows that come out say of the cases that went in. */
import { describe, expect, test } from 'vitest'

import { BatchReading, expectCase, layOut, rowsOf } from '../../../../harness/property/batch/batch.ts'
import { chooseSentinels } from '../../../../harness/property/arbitrary/sentinels.ts'
import { observedRows } from '../../verdict/compare/rows.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { dropped, kept, type Order, order, scenario } from '../orders.ts'

const sentinels = chooseSentinels(scenario, { kept, dropped }, 10)
const cases = [[order({ id: 10n })], [order({ id: 11n, total: 5 }), order({ id: 12n })], [order({ id: 13n, total: 1 })]]
const segments = layOut(scenario, cases, sentinels)
const expected: readonly object[] = segments.flatMap((one) => [
  ...one.expected.map(({ out }) => out),
  one.sentinel.out as object,
])

function read(outputs: readonly object[]): BatchReading<unknown, unknown> {
  const reading = new BatchReading(segments, undefined)
  for (const row of observedRows(...outputs)) reading.take(row)
  return reading
}

test('a case says whether one of its rows comes when its window has closed', () => {
  const byDay = pipeline<Order>()
    .eventTime(({ day }) => Date.parse(day))
    .keyBy(({ customer }) => customer)
    .tumblingWindow({ sizeMs: 86_400_000 }, (orders) => orders.length)
  const days = (...all: readonly string[]) =>
    expectCase(
      { reference: byDay },
      all.map((day) => order({ day })),
    )
  expect(days('2026-01-01', '2026-01-02').hasLateRow).toBe(false)
  expect(days('2026-01-02', '2026-01-01')).toMatchObject({ hasLateRow: true, expected: [{ out: 1 }], dueRows: 0 })
  expect(days('2026-01-01', '2026-01-03')).toMatchObject({ expected: [{ out: 1 }, { out: 1 }], dueRows: 1 })
})

test('a reference that fails on a generated row is reported with the row and its own line', () => {
  const failing = pipeline<Order>().map(({ note }): unknown => JSON.parse(note ?? ''))
  expect(() => expectCase({ reference: failing }, [order({ note: 'x' })])).toThrow(
    expect.objectContaining({
      code: 'REFERENCE_FAILED',
      message: expect.stringMatching(/, on a generated row: \{"id":1,.*\}, thrown at specs\/.*\/batch\.spec\.ts:\d+$/),
    }),
  )
})

test('each case is followed by a sentinel that no case expects', () => {
  expect(rowsOf(segments)).toHaveLength(7)
  const outs = segments.flatMap((one) => one.expected.map(({ out }) => out))
  for (const { sentinel } of segments) expect(outs).not.toContainEqual(sentinel.out)
})

test('with fewer sentinels than cases the batch has the first cases alone', () => {
  expect(layOut(scenario, cases, sentinels.slice(0, 2)).map(({ rows }) => rows)).toEqual(cases.slice(0, 2))
})

test('a case that expects every sentinel is refused', () => {
  const [first] = sentinels
  expect(() => layOut(scenario, [[first?.row ?? order()]], sentinels.slice(0, 1))).toThrow(
    'no row is left to mark the end of a case',
  )
})

describe('a batch', () => {
  test('passes when all came as expected, and is complete with its last sentinel', () => {
    expect(read(expected.slice(0, -1)).isComplete).toBe(false)
    const reading = read(expected)
    expect(reading.isComplete).toBe(true)
    expect(reading.standings()).toEqual(['pass', 'pass', 'pass'])
  })

  test('with a row that differs has one suspect, and is complete with its last sentinel none the less', () => {
    const wrong = expected.with(2, { id: 12n, cents: 1 })
    expect(read(wrong.slice(0, -1)).isComplete).toBe(false)
    expect(read(wrong).isComplete).toBe(true)
    expect(read(wrong).standings()).toEqual(['pass', 'suspect', 'pass'])
  })

  test('with a row too few or too many suspects the case where that is', () => {
    expect(read(expected.toSpliced(0, 1)).standings()).toEqual(['suspect', 'pass', 'pass'])
    expect(read(expected.toSpliced(4, 0, { id: 13n, cents: 100 })).standings()).toEqual(['pass', 'pass', 'suspect'])
  })

  test('without a sentinel suspects the cases on both sides of it', () => {
    expect(read(expected.toSpliced(1, 1)).standings()).toEqual(['suspect', 'unclear', 'pass'])
  })

  test('in which a wrong row looks like a sentinel believes no more than what stands behind a case that passes', () => {
    const [first] = segments
    const wrong = expected.with(0, first?.sentinel.out as object)
    expect(read(wrong).standings()).toEqual(['suspect', 'unclear', 'pass'])
  })

  test('that broke off clears the cases whose sentinels are back', () => {
    expect(read(expected.slice(0, 3)).standings()).toEqual(['pass', 'suspect', 'unclear'])
  })

  test('tells the rows of a case, and null where its place is not known', () => {
    expect(
      read(expected)
        .rowsOfCase(1)
        ?.map(({ value }) => value),
    ).toEqual([{ decoded: { id: 12n, cents: 10_000 } }])
    expect(read(expected.toSpliced(1, 1)).rowsOfCase(0)).toBe(null)
  })
})
