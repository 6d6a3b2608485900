/** Specs of event time in a reference: watermarks, windows that close by them, and rows that are late. */
import { describe, expect, expectTypeOf, test } from 'vitest'

import { pipeline, type Pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { expectedRows } from '../../../../harness/scenario/reference/reading.ts'

interface Measured {
  readonly at: number
  readonly place: string
}

const at = (time: number, place = 'a'): Measured => ({ at: time, place })

/** Counts by place and by ten milliseconds; a row may come two milliseconds after a later one. */
const counts = pipeline<Measured>()
  .eventTime((row) => row.at, { outOfOrderMs: 2 })
  .keyBy(({ place }) => place)
  .tumblingWindow(
    { sizeMs: 10, late: (row) => ({ late: row.at }) },
    (rows, { key, startMs, endMs }) => `${key} ${startMs} to ${endMs}: ${rows.map((row) => row.at).join(' ')}`,
  )

describe('a tumbling window', () => {
  test('gives what its rows come to when the watermark is at its last millisecond, and not before', () => {
    const reading = counts.open()
    expect([at(1), at(9), at(10), at(11)].flatMap((row, place) => reading.take(row, place + 2))).toEqual([])
    // 12 - 2 - 1 is 9, the last millisecond of the first window.
    expect(reading.take(at(12), 6)).toEqual([{ out: 'a 0 to 10: 1 9', line: 3 }])
    expect(reading.end()).toEqual([{ out: 'a 10 to 20: 10 11 12', line: 6 }])
    expect(reading.end()).toEqual([])
  })

  test('takes rows out of order, up to the bound', () => {
    expect(counts.apply([at(11), at(9), at(10)])).toEqual(['a 0 to 10: 9', 'a 10 to 20: 11 10'])
  })

  test('sends a row aside that comes when it has closed, and says behind what it is late', () => {
    const reading = counts.open()
    for (const row of [at(1), at(12)]) reading.take(row, 2)
    expect(reading.lateBehindMs).toBeNull()
    expect(reading.take(at(9), 3)).toEqual([{ out: { late: 9 }, line: 3 }])
    expect(reading.lateBehindMs).toBe(9)
    reading.take(at(12), 4)
    expect(reading.lateBehindMs).toBeNull()
    expect(reading.end()).toEqual([{ out: 'a 10 to 20: 12 12', line: 4 }])
  })

  test('says of a late row the last window that was closed before it, which need not be its own', () => {
    const reading = counts.open()
    for (const row of [at(1), at(12), at(25), at(38)]) reading.take(row, 2)
    reading.take(at(9), 3)
    expect(reading.lateBehindMs).toBe(29)
    // A watermark that closes nothing does not count.
    const sparse = counts.open()
    for (const row of [at(1), at(12), at(98), at(9)]) sparse.take(row, 2)
    expect(sparse.lateBehindMs).toBe(19)
  })

  test('drops late rows where there is no place for them', () => {
    const dropping = pipeline<Measured>()
      .eventTime((row) => row.at)
      .keyBy(() => true)
      .tumblingWindow({ sizeMs: 10 }, (rows) => rows.length)
    expect(dropping.apply([at(5), at(10), at(9), at(11)])).toEqual([1, 2])
  })

  test('is one of its key alone; those that end together come by the first rows of their keys, earlier ones first', () => {
    expect(counts.apply([at(11, 'b'), at(10, 'a'), at(12, 'b'), at(10, 'c')])).toEqual([
      'b 10 to 20: 11 12',
      'a 10 to 20: 10',
      'c 10 to 20: 10',
    ])
    expect(counts.apply([at(12, 'b'), at(10, 'a'), at(25, 'a')])).toEqual([
      'b 10 to 20: 12',
      'a 10 to 20: 10',
      'a 20 to 30: 25',
    ])
  })

  test('is tied with windows of other keys that end with it, and not with later ones', () => {
    const reading = counts.open()
    for (const row of [at(1, 'b'), at(2, 'a'), at(11, 'a'), at(21, 'a'), at(22, 'b')]) reading.take(row, 2)
    reading.take(at(23), 3)
    const ties = reading.end().map(({ out, tie }) => ({ out, tie }))
    expect(reading.end()).toEqual([])
    expect(ties).toEqual([
      { out: 'a 20 to 30: 21 23', tie: { moment: 3, window: 0 } },
      { out: 'b 20 to 30: 22', tie: { moment: 3, window: 1 } },
    ])
  })

  test('is tied when one watermark closes it, whichever row brings it', () => {
    const reading = counts.open()
    const closed = [at(1, 'b'), at(2, 'a'), at(11, 'a'), at(40)].flatMap((row, place) => reading.take(row, place + 2))
    expect(closed.map(({ out, tie }) => ({ out, tie }))).toEqual([
      { out: 'b 0 to 10: 1', tie: { moment: 1, window: 0 } },
      { out: 'a 0 to 10: 2', tie: { moment: 1, window: 1 } },
      { out: 'a 10 to 20: 11', tie: undefined },
    ])
  })

  test('begins where Flink lets it begin: at the epoch, or so much later, and before its rows in times before that', () => {
    const offset = pipeline<Measured>()
      .eventTime((row) => row.at, { outOfOrderMs: 100 })
      .keyBy(() => 1)
      .tumblingWindow({ sizeMs: 10, offsetMs: 3 }, (_, { startMs }) => startMs)
    expect(offset.apply([at(-8), at(-7), at(2), at(3)])).toEqual([-17, -7, 3])
  })

  test('puts what the sentinel alone has brought down to it', () => {
    const reading = counts.open()
    reading.take(at(1), 2)
    reading.take(at(2), null)
    reading.take(at(1, 'b'), null)
    expect(reading.end()).toMatchObject([
      { out: 'a 0 to 10: 1 2', line: 2 },
      { out: 'b 0 to 10: 1', line: null },
    ])
  })

  test('goes on through the stages behind it, another window too', () => {
    const twice = pipeline<Measured>()
      .eventTime((row) => row.at)
      .keyBy(({ place }) => place)
      .tumblingWindow({ sizeMs: 10 }, (rows) => rows.length)
      .filter((count) => count > 0)
      .keyBy(() => 'all')
      .tumblingWindow({ sizeMs: 20 }, (sums, { endMs }) => ({ endMs, most: Math.max(...sums) }))
    expect(twice.apply([at(1), at(2), at(11), at(11, 'b'), at(25), at(41)])).toEqual([
      { endMs: 20, most: 2 },
      { endMs: 40, most: 1 },
      { endMs: 60, most: 1 },
    ])
  })

  test('knows the time of each row from before it was changed', () => {
    const changed = pipeline<Measured>()
      .eventTime((row) => row.at)
      .map(({ place }) => ({ place }))
      .keyBy(({ place }) => place)
      .tumblingWindow({ sizeMs: 10 }, (rows, { startMs }) => `${startMs}: ${rows.length}`)
    expect(changed.apply([at(1), at(2), at(10)])).toEqual(['0: 2', '10: 1'])
  })
})

describe('a reference with event time', () => {
  test('says so', () => {
    expect([counts.hasEventTime, counts.isStateful]).toEqual([true, true])
    expect(counts.map((row) => row).hasEventTime).toBe(true)
    expect(pipeline<Measured>().map((row) => row).hasEventTime).toBe(false)
  })

  test('is told of times that are none, and of a window without any', () => {
    const wrong = pipeline<Measured>().eventTime(() => Number.NaN)
    expect(() => wrong.apply([at(1)])).toThrow(
      'at stage 1 (eventTime): its event time is NaN, but must be whole milliseconds since 1970',
    )
    const timeless = pipeline<Measured>()
      .keyBy(({ place }) => place)
      .tumblingWindow({ sizeMs: 10 }, (rows) => rows.length)
    expect(() => timeless.apply([at(1)])).toThrow(
      'at stage 1 (tumblingWindow): its rows have no event time: put `eventTime` before this stage',
    )
  })

  test('is refused lengths that are none', () => {
    const keyed = pipeline<Measured>().keyBy(() => 1)
    expect(() => keyed.tumblingWindow({ sizeMs: 0 }, () => 1)).toThrow("the reference's sizeMs is 0")
    expect(() => pipeline<Measured>().eventTime((row) => row.at, { outOfOrderMs: 0.5 })).toThrow(
      "the reference's outOfOrderMs is 0.5",
    )
  })

  test('that fails as a window closes is told with the row that closed it, or the end of the input', () => {
    const failing = pipeline<Measured>()
      .eventTime((row) => row.at)
      .keyBy(() => 1)
      .tumblingWindow({ sizeMs: 10 }, function count(): number {
        throw new Error('boom')
      })
    const reading = failing.open()
    expectedRows(reading, { row: at(1), line: 2 })
    expect(() => expectedRows(reading, { row: at(11), line: 3 })).toThrow(
      'the reference failed at stage 2 (tumblingWindow count): boom, on input line 3',
    )
    expect(() => expectedRows(reading, 'end')).toThrow(
      /\(tumblingWindow count\): boom, at the end of the input, thrown at /,
    )
  })

  test('may not change the rows of a window, nor wait', () => {
    const changing = pipeline<Measured>()
      .eventTime((row) => row.at)
      .keyBy(() => 1)
      .tumblingWindow({ sizeMs: 10 }, (rows) => (rows as Measured[]).pop())
    expect(() => changing.apply([at(1)])).toThrow('Cannot delete property')
    const waiting = pipeline<Measured>()
      .eventTime((row) => row.at)
      .keyBy(() => 1)
      .tumblingWindow({ sizeMs: 10 }, async (rows) => rows.length)
    expect(() => waiting.apply([at(1)])).toThrow('it returned a promise')
  })
})

test('types follow a window, with what becomes of late rows', () => {
  expectTypeOf(counts).toEqualTypeOf<Pipeline<Measured, string | { late: number }>>()
  pipeline<Measured>()
    .keyBy(({ place }) => place)
    .tumblingWindow({ sizeMs: 1 }, (rows, { key }) => {
      expectTypeOf(key).toEqualTypeOf<string>()
      return rows.length
    })
})
