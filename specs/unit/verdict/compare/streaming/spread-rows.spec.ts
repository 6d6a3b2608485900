/** Which equal rows lie in several lanes. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { SpreadRows } from '../../../../../harness/verdict/compare/streaming/spread-rows.ts'

describe('SpreadRows', () => {
  test('counts the pairs of every row that lies in several lanes, from the first on', () => {
    const spread = new SpreadRows()
    const notes = [1, 1, 2, 1].map((lane) => spread.note(7, lane, true))
    spread.note(8, 1, true)
    expect(notes).toEqual([false, false, true, true])
    expect([spread.notJudged, spread.notJudgedOf(7), spread.notJudgedOf(8), spread.notJudgedOf(9)]).toEqual([
      4, 4, 0, 0,
    ])
  })

  test('forgives a row that was out of order when it turns out to lie in several lanes', () => {
    const spread = new SpreadRows()
    spread.note(7, 1, false)
    spread.note(7, 1, false)
    spread.note(8, 1, false)
    expect(spread.displaced).toBe(2)
    spread.note(7, 2, true)
    expect(spread.displaced).toBe(1)
  })

  test('counts as a plain map does, however many rows there are', () => {
    const note = fc.record({
      print: fc.oneof(
        fc.nat({ max: 5 }),
        fc.maxSafeNat(),
        fc.nat({ max: 5 }).map((high) => high * 2 ** 32 + 3),
      ),
      lane: fc.nat({ max: 2 }),
      isInOrder: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(note, { minLength: 0, maxLength: 5000, size: 'max' }), (notes) => {
        const spread = new SpreadRows()
        for (const { print, lane, isInOrder } of notes) spread.note(print, lane, isInOrder)
        const groups = [...Map.groupBy(notes, ({ print }) => print).values()]
        const isSpread = (group: typeof notes): boolean => new Set(group.map(({ lane }) => lane)).size > 1
        expect(spread.notJudged).toBe(groups.filter(isSpread).flat().length)
        const displaced = groups.filter((group) => !isSpread(group) && group.some(({ isInOrder }) => !isInOrder))
        expect(spread.displaced).toBe(displaced.length)
      }),
      { numRuns: 30 },
    )
  })
})
