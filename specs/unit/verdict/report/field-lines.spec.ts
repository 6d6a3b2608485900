/** Which lines tell how a row differs. */
import { describe, expect, test } from 'vitest'

import { differences } from '../../../../harness/verdict/compare/differences.ts'
import { fieldLines } from '../../../../harness/verdict/report/field-lines.ts'
import { observedRow } from '../compare/rows.ts'

const lines = (expected: unknown, observed: unknown): string[] =>
  fieldLines({
    class: 'differing',
    expected: { out: expected, line: 2 },
    observed: observedRow(observed, 0, 0),
    pairedBy: 'identity',
    fields: differences(expected, observed, new Map()),
  }).map((line) => `${line.differs ? '!' : ' '} ${line.path} | ${line.expected} | ${line.observed}`)

describe('fieldLines', () => {
  test('gives every field in the order of the expected row, nested ones by their own path, and then what is too much', () => {
    expect(
      lines({ id: 1, wind: { speed: 3, from: 'N' }, rain: 2 }, { more: 0, rain: 2, wind: { speed: 4, from: 'S' } }),
    ).toEqual([
      '! id | 1 | (missing)',
      '! wind.speed | 3 | 4',
      '! wind.from | "N" | "S"',
      '  rain | 2 | 2',
      '! more | (missing) | 0',
    ])
  })

  test('shows a whole value where a row is no object', () => {
    expect(lines('a', ['b'])).toEqual(['! (value) | "a" | ["b"]'])
    expect(lines({ a: 1 }, 'a')).toEqual(['! (value) | {"a":1} | "a"'])
  })

  test('leaves out equal fields before differing ones when a row is wide', () => {
    const names = Array.from({ length: 40 }, (_, index) => `f${index}`)
    const wide = Object.fromEntries(names.map((name) => [name, 1]))
    const shown = lines(wide, { ...wide, f30: 2, f39: 2 })
    expect(shown).toHaveLength(13)
    expect(shown.slice(-3)).toEqual(['! f30 | 1 | 2', '! f39 | 1 | 2', '  and 28 more |  | '])
  })
})
