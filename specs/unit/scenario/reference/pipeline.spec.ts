/** Specs of the reference as map, filter and flatMap, with the input line of each row. */
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

import { StreamassayError } from '../../../../harness/errors.ts'
import { column } from '../../../../harness/scenario/columns.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import type { Pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { expectedRows } from '../../../../harness/scenario/reference/reading.ts'

const Day = z.object({ date: column.date(), rain: column.orNull(column.double()) })
type DayRow = z.output<typeof Day>

const caught = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

function explode(): never {
  throw new Error('boom')
}

describe('a pipeline', () => {
  test('gives for each row what its stages make of it, in order', () => {
    const words = pipeline<string>()
      .flatMap((line) => line.split(' '))
      .filter((word) => word !== '')
      .map((word) => word.toUpperCase())
    expect(words.apply(['a  b'])).toEqual(['A', 'B'])
    expect(words.apply([''])).toEqual([])
  })

  test('without stages gives the row itself', () => expect(pipeline<number>().apply([1])).toEqual([1]))

  test('does not change when it is continued', () => {
    const start = pipeline<number>().map((n) => n + 1)
    start.map((n) => n * 100)
    start.filter(() => false)
    expect(start.apply([1])).toEqual([2])
  })

  test('takes lists, sets and generators from flatMap, and keeps lists from map whole', () => {
    const start = pipeline<number>()
    expect(start.flatMap((n) => new Set([n, n, n + 1])).apply([1])).toEqual([1, 2])
    expect(
      start
        .flatMap(function* twice(n) {
          yield n
          yield n
        })
        .apply([1]),
    ).toEqual([1, 1])
    expect(start.map((n) => [n, n]).apply([1])).toEqual([[1, 1]])
  })

  test('carries the input line to each row that is expected of it', () => {
    const twice = pipeline<number>().flatMap((n) => [n, -n])
    expect(expectedRows(twice.open(), { row: 5, line: 17 })).toEqual([
      { out: 5, line: 17 },
      { out: -5, line: 17 },
    ])
    expect(expectedRows(twice.open(), { row: 5, line: null })[0]).toEqual({ out: 5, line: null })
  })
})

describe('rows by their keys', () => {
  interface Total {
    readonly kind: string
    readonly sum: number
  }
  const totals = pipeline<Total>()
    .keyBy(({ kind }) => kind)
    .reduce((before, { kind, sum }) => ({ kind, sum: before.sum + sum }))
  const [a1, b5, a2, a3] = [
    { kind: 'a', sum: 1 },
    { kind: 'b', sum: 5 },
    { kind: 'a', sum: 2 },
    { kind: 'a', sum: 3 },
  ]

  test('give a running value of each key, in the order of the rows', () => {
    expect(totals.apply([a1, b5, a2, a3])).toEqual([a1, b5, { kind: 'a', sum: 3 }, { kind: 'a', sum: 6 }])
  })

  test('are remembered for one stream, and for no other', () => {
    const [one, other] = [totals.open(), totals.open()]
    expect([one.take(a1, 2), other.take(a2, 2), one.take(a3, 3)]).toEqual([
      [{ out: a1, line: 2 }],
      [{ out: a2, line: 2 }],
      [{ out: { kind: 'a', sum: 4 }, line: 3 }],
    ])
    expect(totals.apply([a1])).toEqual([a1])
  })

  test('go on through other stages, before and behind', () => {
    const positive = pipeline<number>()
      .filter((n) => n > 0)
      .keyBy((n) => n % 2 === 0)
      .reduce((before, n) => before + n)
      .map((n) => `${n}`)
    expect(positive.apply([1, -1, 2, 3, 4])).toEqual(['1', '2', '4', '6'])
  })

  test('make a reference one of which the rows matter to each other', () => {
    expect(totals.isStateful).toBe(true)
    expect(totals.map(({ sum }) => sum).isStateful).toBe(true)
    expect(pipeline<number>().map((n) => n + 1).isStateful).toBe(false)
  })

  test('are told apart by text, number or boolean alone, and may not be changed once they are out', () => {
    // @ts-expect-error: two objects are never the same key
    const byRow = pipeline<Total>().keyBy((row) => row)
    expect(() => byRow.reduce((before) => before).apply([a1])).toThrow(
      'at stage 1 (reduce): its key is [object Object], but must be a string, a number or a boolean',
    )
    const changing = pipeline<{ n: number }>()
      .keyBy(() => 1)
      .reduce(function add(before, { n }) {
        before.n += n
        return before
      })
    expect(() => changing.apply([{ n: 1 }, { n: 2 }])).toThrow(/stage 1 \(reduce add\): Cannot assign to read only/)
    const growing = pipeline<{ n: number }>()
      .map(({ n }) => ({ list: [n] }))
      .keyBy(() => 1)
      .reduce((before, { list }) => {
        before.list.push(...list)
        return before
      })
    expect(() => growing.apply([{ n: 1 }, { n: 2 }])).toThrow('not extensible')
    // @ts-expect-error: a reference cannot wait
    const waiting = totals.keyBy(() => 1).reduce(async (before) => before)
    expect(() => waiting.apply([a1, a2])).toThrow('it returned a promise')
  })
})

describe('a reference that fails', () => {
  test('is told with the stage, its function and the input line; what it threw is kept', () => {
    const failing = pipeline<number>()
      .filter(() => true)
      .map(explode)
    const error = caught(() => expectedRows(failing.open(), { row: 5, line: 17 }))
    expect(error).toBeInstanceOf(StreamassayError)
    expect(error).toMatchObject({
      code: 'REFERENCE_FAILED',
      message: expect.stringContaining('stage 2 (map explode): boom, on input line 17, thrown at specs/'),
      remedy: 'Correct this function of the reference: it must be pure and accept every row of the input.',
      cause: { cause: { message: 'boom' } },
    })
    expect(() => expectedRows(failing.open(), { row: 5, line: null })).toThrow(/: boom, on the sentinel, thrown at /)
  })

  test('names no function that has no name', () => {
    expect(() =>
      pipeline<number>()
        .map(() => explode())
        .apply([1]),
    ).toThrow('at stage 1 (map): boom')
  })

  test('is refused promises among rows', () => {
    // @ts-expect-error: a reference cannot wait
    const spread = pipeline<number>().flatMap((row) => [Promise.resolve(row)])
    expect(() => spread.apply([1])).toThrow('it returned a promise')
  })

  test('is refused promises, which no type check may have seen', () => {
    // @ts-expect-error: a reference cannot wait
    const mapped = pipeline<number>().map(async (n) => n + 1)
    expect(() => mapped.apply([1])).toThrow('it returned a promise')
    // @ts-expect-error: a promise is always true
    const filtered = pipeline<number>().filter(async () => false)
    expect(() => filtered.apply([1])).toThrow(
      'at stage 1 (filter): it returned [object Promise], but must return true or',
    )
  })

  test.each([[null], ['then'], [JSON.parse('{"then":"later"}')], [() => 1]])(
    'is not refused what is no promise: %o',
    (value) => {
      expect(
        pipeline<number>()
          .map(() => value)
          .apply([1]),
      ).toEqual([value])
    },
  )

  test('may not change its input', () => {
    const changing = pipeline<{ n: number }>().map((row) => {
      row.n += 1
      return row
    })
    expect(() => changing.apply([{ n: 1 }])).toThrow(/stage 1 \(map\): Cannot assign to read only property/)
  })

  test('ends when a generator does not', () => {
    let given = 0
    const endless = pipeline<number>().flatMap(function* forever() {
      for (;;) yield (given += 1)
    })
    expect(() => endless.apply([1])).toThrow('at stage 1 (flatMap forever): more than 100000 rows for one row')
    expect(given).toBe(100_001)
  })
})

test('types follow the stages', () => {
  expectTypeOf(pipeline(Day)).toEqualTypeOf<Pipeline<DayRow, DayRow>>()
  const wet = pipeline(Day).filter((day): day is DayRow & { rain: number } => day.rain !== null)
  expectTypeOf(wet.map(({ rain }) => rain)).toEqualTypeOf<Pipeline<DayRow, number>>()
  expectTypeOf(wet.filter(({ rain }) => rain > 1)).toEqualTypeOf<typeof wet>()
  expectTypeOf(pipeline(Day).flatMap(({ date }) => [{ date }, { date }])).toEqualTypeOf<
    Pipeline<DayRow, { date: string }>
  >()
  // @ts-expect-error: there is no such field
  pipeline(Day).map((day) => day.wind)
})
