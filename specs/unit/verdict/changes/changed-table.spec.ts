/** Specs of the table that changes leave, of what was seen and of what was expected. */
import { describe, expect, test } from 'vitest'

import type { ExpectedRow } from '../../../../harness/scenario/reference/reading.ts'
import { ChangedTable, LastOfEach } from '../../../../harness/verdict/changes/changed-table.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'

interface Total {
  readonly weather: string
  readonly days: number
}

const seen = (decoded: unknown, at = 0): ObservedRow => ({
  partition: 0,
  offset: BigInt(at),
  timestampMs: at,
  value: { decoded },
})
const garbled: ObservedRow = { ...seen(null), value: { raw: null, problem: 'no value' } }

const left = (changes: 'upsert' | 'retract', ...values: unknown[]): unknown[] => {
  const table = new ChangedTable<Total>('weather', changes)
  table.take(values.map(seen))
  expect(table.records).toBe(values.length)
  return table.rows().map(({ value }) => ('decoded' in value ? value.decoded : value.problem))
}
const change = (op: string, weather: string, days: number): object => ({ op, weather, days })

describe('of an upsert stream', () => {
  test('the last row of each identity is left, by when it came', () =>
    expect(
      left('upsert', { weather: 'rain', days: 1 }, { weather: 'sun', days: 1 }, { weather: 'rain', days: 2 }),
    ).toEqual([
      { weather: 'sun', days: 1 },
      { weather: 'rain', days: 2 },
    ]))

  test('what has no identity, or does not decode, stays', () => {
    expect(left('upsert', { days: 1 }, 'x', { days: 1 })).toEqual([{ days: 1 }, 'x', { days: 1 }])
    const table = new ChangedTable<Total>('weather', 'upsert')
    table.take([garbled])
    expect(table.rows()).toEqual([garbled])
  })
})

describe('of a retract stream', () => {
  test('what was added and not taken back is left, without its op', () =>
    expect(
      left(
        'retract',
        change('+I', 'rain', 1),
        change('+I', 'sun', 1),
        change('-U', 'rain', 1),
        change('+U', 'rain', 2),
        change('-D', 'sun', 1),
      ),
    ).toEqual([{ weather: 'rain', days: 2 }]))

  test('a row keeps the place where it was seen', () => {
    const table = new ChangedTable<Total>('weather', 'retract')
    table.take([seen(change('+I', 'rain', 1), 7)])
    expect(table.rows()).toEqual([{ ...seen({ weather: 'rain', days: 1 }, 7) }])
  })

  test.for([
    ['taken back, and not there', [change('-U', 'rain', 1)]],
    ['taken back as another than it is', [change('+I', 'rain', 1), change('-U', 'rain', 2)]],
    ['added where one is', [change('+I', 'rain', 1), change('+U', 'rain', 2)]],
    ['of a kind that nobody knows', [change('+X', 'rain', 1)]],
    ['without a kind', [{ weather: 'rain', days: 1 }]],
  ] as const)('a change that cannot be stays as it came: %s', ([, changes]) => {
    const last = changes.at(-1)
    expect(left('retract', ...changes).at(-1)).toBe(last)
    expect(left('retract', ...changes)).toHaveLength(changes.length)
  })
})

const row = (line: number, out: Partial<Total>): ExpectedRow<Total> => ({ line, out: out as Total })

describe('what is expected', () => {
  test('is the last row of each identity, and every row that has none', () => {
    const last = new LastOfEach<Total, number>('weather')
    const rows = [{ weather: 'rain' }, {}, { weather: 'sun' }, { weather: 'rain' }, {}]
    rows.forEach((out, at) => last.take(row(at + 2, out), at))
    expect(last.rows()).toEqual([1, 2, 3, 4])
  })
})
