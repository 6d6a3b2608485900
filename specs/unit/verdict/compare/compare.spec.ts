/** Properties of the accounting: whatever the rows are, each kind of change is counted as exactly that. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { RowCounts } from '../../../../harness/verdict/comparison.ts'
import { compare } from '../../../../harness/verdict/compare/compare.ts'
import { expectedRows, observedRow, observedRows, undecodedRow } from './rows.ts'

interface Out {
  readonly id: number
  readonly amount: number | null
  readonly note: string
}

/** Few different rows, so that equal ones are common. */
const ambiguousRow: fc.Arbitrary<Out> = fc.record({
  id: fc.integer({ min: 0, max: 2 }),
  amount: fc.constantFrom(0, 0.5, null),
  note: fc.constantFrom('', 'a'),
})
const anyRows = fc.array(ambiguousRow, { maxLength: 30 })
const distinctRows = fc.uniqueArray(fc.record({ id: fc.nat(), amount: fc.double(), note: fc.string() }), {
  selector: (row) => row.id,
  maxLength: 30,
})

const counts = (expected: readonly Out[], observed: readonly unknown[]): RowCounts =>
  compare({ expected: expectedRows(...expected), observed: observedRows(...observed), identity: 'id' }).counts

const account = (rows: number, changed: Partial<RowCounts>): RowCounts => ({
  expected: rows,
  observed: rows,
  matched: rows,
  differing: 0,
  lost: 0,
  unexpected: 0,
  duplicated: 0,
  misordered: 0,
  ...changed,
})

/** A list that is not empty, and a place in it. */
const withPlace = <Row>(rows: fc.Arbitrary<Row[]>): fc.Arbitrary<[Row[], number]> =>
  rows.filter((list) => list.length > 0).chain((list) => fc.tuple(fc.constant(list), fc.nat({ max: list.length - 1 })))

/** The same rows in another order. */
const withPermutation = <Row>(rows: fc.Arbitrary<Row[]>): fc.Arbitrary<[Row[], Row[]]> =>
  rows.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  )

/** The least number of rows to move, by trying every subset: slow and plain, to check the fast way against. */
function fewestMoves(order: readonly number[]): number {
  const longestEndingAt: number[] = []
  for (const [place, number] of order.entries()) {
    const before = longestEndingAt.slice(0, place).filter((_, index) => (order[index] ?? number) < number)
    longestEndingAt.push(Math.max(0, ...before) + 1)
  }
  return order.length - Math.max(0, ...longestEndingAt)
}

describe('the accounting', () => {
  test('matches every row of an identical output', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expect(counts(rows, structuredClone(rows))).toEqual(account(rows.length, {}))
      }),
    )
  })

  test('counts a permutation as misordered and as nothing else', () => {
    fc.assert(
      fc.property(withPermutation(distinctRows), ([rows, permuted]) => {
        const misordered = fewestMoves(permuted.map((row) => rows.indexOf(row)))
        expect(counts(rows, permuted)).toEqual(account(rows.length, { misordered }))
      }),
    )
  })

  test('counts a permutation of rows that repeat as misordered at most', () => {
    fc.assert(
      fc.property(withPermutation(anyRows), ([rows, permuted]) => {
        const { misordered, ...others } = counts(rows, permuted)
        expect({ ...others, misordered: 0 }).toEqual(account(rows.length, {}))
        expect(misordered === 0).toBe(JSON.stringify(rows) === JSON.stringify(permuted))
      }),
    )
  })

  test('counts one row that is missing as one lost', () => {
    fc.assert(
      fc.property(withPlace(anyRows), ([rows, place]) => {
        const { length } = rows
        expect(counts(rows, rows.toSpliced(place, 1))).toEqual(
          account(length, { observed: length - 1, matched: length - 1, lost: 1 }),
        )
      }),
    )
  })

  test('counts a stretch that is missing as that many lost', () => {
    fc.assert(
      fc.property(withPlace(anyRows), fc.nat({ max: 10 }), ([rows, place], atMost) => {
        const { length } = rows
        const lost = Math.min(atMost, length - place)
        expect(counts(rows, rows.toSpliced(place, lost))).toEqual(
          account(length, { observed: length - lost, matched: length - lost, lost }),
        )
      }),
    )
  })

  test('counts one row that came twice, wherever, as one duplicated', () => {
    fc.assert(
      fc.property(withPlace(anyRows), fc.nat(), ([rows, place], elsewhere) => {
        const { length } = rows
        const doubled = rows.toSpliced(elsewhere % (length + 1), 0, ...rows.slice(place, place + 1))
        expect(counts(rows, doubled)).toEqual(account(length, { observed: length + 1, duplicated: 1 }))
      }),
    )
  })

  test('counts a stretch that was replayed as that many duplicated, in order', () => {
    fc.assert(
      fc.property(withPlace(anyRows), fc.nat(), ([rows, crash], back) => {
        const { length } = rows
        const checkpoint = crash - (back % (crash + 1))
        const replayed = [...rows.slice(0, crash), ...rows.slice(checkpoint)]
        const duplicated = crash - checkpoint
        expect(counts(rows, replayed)).toEqual(account(length, { observed: length + duplicated, duplicated }))
      }),
    )
  })

  test('counts one changed field as one differing, and names that field', () => {
    fc.assert(
      fc.property(withPlace(distinctRows), fc.constantFrom('id', 'amount', 'note'), ([rows, place], field) => {
        const observed = rows.map((row, index) => (index === place ? { ...row, [field]: 'changed' } : row))
        const comparison = compare({
          expected: expectedRows(...rows),
          observed: observedRows(...observed),
          identity: 'id',
        })
        expect(comparison.counts).toEqual(account(rows.length, { matched: rows.length - 1, differing: 1 }))
        expect(comparison.findings).toMatchObject([
          {
            class: 'differing',
            expected: { line: place + 2 },
            observed: { offset: BigInt(place) },
            fields: [{ path: field, observed: 'changed' }],
          },
        ])
      }),
    )
  })

  test('gives every row of any output one class, so that the two sums hold', () => {
    const anything = fc.oneof(ambiguousRow, fc.anything({ withBigInt: true, withDate: true, withMap: true }))
    const anyOutput = fc.array(
      fc.oneof(
        fc.tuple(anything, fc.nat({ max: 2 }), fc.nat()).map((row) => observedRow(...row)),
        fc.nat().map((offset) => undecodedRow('{', 'no JSON', offset)),
      ),
      { maxLength: 30 },
    )
    const tolerances = fc.option(fc.constant({ amount: 0.5 }), { nil: undefined })
    fc.assert(
      fc.property(anyRows, anyOutput, tolerances, fc.nat({ max: 2 }), (rows, observed, tolerance, partitions) => {
        const { counts: seen, findings } = compare({
          expected: expectedRows(...rows),
          observed,
          tolerance,
          identity: (row) => row.note.length,
          inputPartitionOf: (row) => row.out.id % (partitions + 1),
        })
        expect(seen.matched + seen.differing + seen.lost).toBe(rows.length)
        expect(seen.matched + seen.differing + seen.unexpected + seen.duplicated).toBe(observed.length)
        for (const name of ['differing', 'lost', 'unexpected', 'duplicated', 'misordered'] as const) {
          expect(findings.filter((finding) => finding.class === name)).toHaveLength(seen[name])
        }
      }),
      { numRuns: 500 },
    )
  })
})
