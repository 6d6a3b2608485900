/** How rows find each other: by value, by identity, by position. */
import { describe, expect, test } from 'vitest'

import { compare } from '../../../../harness/verdict/compare/compare.ts'
import { inTime } from '../../../patience.ts'
import { expectedRows, observedRow, observedRows, undecodedRow } from './rows.ts'

const a = { id: 'a', amount: 1 }
const b = { id: 'b', amount: 2 }
const c = { id: 'c', amount: 3 }

describe('pairing', () => {
  test('pairs a changed row by its identity, wherever it was seen', () => {
    const changed = { id: 'a', amount: 9 }
    const { counts, findings } = compare({
      expected: expectedRows(a, b, c),
      observed: observedRows(b, c, changed),
      identity: 'id',
    })
    expect(counts).toMatchObject({ matched: 2, differing: 1, lost: 0, unexpected: 0, misordered: 0 })
    expect(findings).toMatchObject([
      {
        class: 'differing',
        pairedBy: 'identity',
        expected: { line: 2 },
        observed: { offset: 2n },
        fields: [{ path: 'amount', expected: 1, observed: 9 }],
      },
    ])
  })

  test('pairs what has no partner of its identity by position, and says so', () => {
    const renamed = { id: 'z', amount: 2 }
    const { counts, findings } = compare({
      expected: expectedRows(a, b, c),
      observed: observedRows(a, renamed, c),
      identity: 'id',
    })
    expect(counts).toMatchObject({ matched: 2, differing: 1, lost: 0, unexpected: 0 })
    expect(findings).toMatchObject([{ pairedBy: 'position', fields: [{ path: 'id', expected: 'b', observed: 'z' }] }])
  })

  test('pairs rows of one identity first with first', () => {
    const [low, high] = [a, { id: 'a', amount: 5 }]
    const { findings } = compare({
      expected: expectedRows(low, high),
      observed: observedRows({ id: 'a', amount: 8 }, { id: 'a', amount: 9 }),
      identity: 'id',
    })
    expect(findings).toMatchObject([
      { expected: { line: 2 }, observed: { offset: 0n } },
      { expected: { line: 3 }, observed: { offset: 1n } },
    ])
  })

  test('prefers the identity to the position', () => {
    const { findings } = compare({
      expected: expectedRows(a, b),
      observed: observedRows({ id: 'b', amount: 7 }, { id: 'a', amount: 8 }),
      identity: 'id',
    })
    expect(findings).toMatchObject([
      { expected: { out: a }, observed: { value: { decoded: { id: 'a' } } } },
      { expected: { out: b }, observed: { value: { decoded: { id: 'b' } } } },
    ])
  })

  test('counts a row that is missing and another that came twice as lost and duplicated, not as differing', () => {
    const { counts, findings } = compare({
      expected: expectedRows(a, b),
      observed: observedRows(a, a),
      identity: 'id',
    })
    expect(counts).toMatchObject({ matched: 1, differing: 0, lost: 1, duplicated: 1, unexpected: 0 })
    expect(findings).toMatchObject([
      { class: 'lost', expected: { line: 3 } },
      { class: 'duplicated', expected: { line: 2 } },
    ])
  })

  test('keeps a value that does not decode as unexpected, and pairs it with nothing', () => {
    const { counts, findings } = compare({
      expected: expectedRows(a, b),
      observed: [observedRow(a, 0, 0), undecodedRow('{"id":', 'not JSON', 1)],
      identity: 'id',
    })
    expect(counts).toMatchObject({ matched: 1, differing: 0, lost: 1, unexpected: 1 })
    expect(findings).toMatchObject([
      { class: 'lost' },
      { class: 'unexpected', observed: { offset: 1n, value: { problem: 'not JSON' } } },
    ])
  })

  test('matches rows within the tolerance of a field, and only that field', () => {
    const within = { expected: expectedRows(a, b, c), identity: 'id', tolerance: { amount: 0.01 } } as const
    const near = [b, a, c].map(({ id, amount }) => ({ id, amount: amount + 0.009 }))
    expect(compare({ ...within, observed: observedRows(...near) }).counts).toMatchObject({ matched: 3, misordered: 1 })
    const far = [a, b, c].map(({ id, amount }) => ({ id, amount: amount + 0.011 }))
    expect(compare({ ...within, observed: observedRows(...far) }).counts).toMatchObject({ matched: 0, differing: 3 })
  })

  test('keeps rows apart that are alike but for a number further off than its tolerance', () => {
    const [low, high] = [a, { id: 'a', amount: 5 }]
    expect(
      compare({
        expected: expectedRows(low, high, high),
        observed: observedRows(high, low, { id: 'a', amount: 8 }),
        identity: 'id',
        tolerance: { amount: 0.01 },
      }).counts,
    ).toMatchObject({ matched: 2, misordered: 1, differing: 1, duplicated: 0 })
  })

  test('finds the pairs that leave no row alone, though others come first', () => {
    const near = { expected: expectedRows({ t: 0 }, { t: 1 }), observed: observedRows({ t: 0 }, { t: -1 }) }
    const settings = { identity: () => 'none', tolerance: { t: 1 } }
    expect(compare({ ...near, ...settings, order: 'any' }).counts).toMatchObject({ matched: 2, lost: 0, duplicated: 0 })
    expect(compare({ ...near, ...settings }).counts).toMatchObject({ matched: 2, lost: 0, misordered: 1 })
  })

  test('takes a tolerance of 0 for none', () => {
    const settings = { identity: 'id', tolerance: { amount: 0 } } as const
    const expected = expectedRows({ id: 1, amount: 1 }, { id: 2, amount: 2 ** 60 })
    const observed = observedRows({ id: 1, amount: 1 + Number.EPSILON }, { id: 2, amount: 2n ** 60n + 200n })
    expect(compare({ ...settings, expected, observed }).counts).toMatchObject({ matched: 0, differing: 2 })
  })

  test('says which rows it leaves open, and by which fields', () => {
    const expected = Array.from({ length: 6000 }, (_, place) => ({ x: place / 100, y: (place * 7919) % 6000 }))
    // No two can be near in both.
    const observed = expected.map(({ x, y }) => ({ x: x + 20, y: y + 0.5 }))
    const settings = { identity: () => 'none', order: 'any', tolerance: { x: 5, y: 2 } } as const
    const { counts, undecided } = compare({
      ...settings,
      expected: expectedRows(...expected),
      observed: observedRows(...observed),
    })
    expect(undecided).toEqual({ pairs: 6000 - counts.matched, rows: 12_000, fields: ['x', 'y'] })
  })

  test('counts a second row within the tolerance as duplicated', () => {
    const observed = observedRows({ id: 'a', amount: 1.001 }, a, b)
    expect(
      compare({ expected: expectedRows(a, b), observed, identity: 'id', tolerance: { amount: 0.01 } }).counts,
    ).toMatchObject({ matched: 2, duplicated: 1, unexpected: 0, differing: 0 })
  })

  test('tells how many rows of the sentinel were expected, and how many arrived', () => {
    const expected = [...expectedRows(a), { out: b, line: null }]
    expect(compare({ expected, observed: observedRows(a, b), identity: 'id' }).sentinels).toEqual({
      expected: 1,
      matched: 1,
    })
    expect(compare({ expected, observed: observedRows(a), identity: 'id' }).sentinels).toEqual({
      expected: 1,
      matched: 0,
    })
  })

  test('takes as many rows as there are of one value without slowing down', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => ({ id: index % 2 }))
    // Each with each would take a minute, and instrumented for mutants this takes five seconds.
    const { counts } = await inTime('pairing 50,000 rows of one value', () =>
      compare({
        expected: expectedRows(...rows),
        observed: observedRows(...rows.slice(1), { id: 0 }),
        identity: 'id',
      }),
    )
    expect(counts).toMatchObject({ matched: 50_000, lost: 0, misordered: 1 })
  })
})
