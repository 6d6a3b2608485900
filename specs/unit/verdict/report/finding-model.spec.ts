/** What is said of one finding. */
import { describe, expect, test } from 'vitest'

import { compare } from '../../../../harness/verdict/compare/compare.ts'
import type { Finding, ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { findingModel, shownLines } from '../../../../harness/verdict/report/finding-model.ts'
import { expectedRows, observedRow, undecodedRow } from '../compare/rows.ts'

const run = { fixturePath: 'days.csv', output: { sink: 'kafka', name: 'out' }, shownInputs: [] } as const
const [row, other] = expectedRows({ id: 1 }, { id: 2 })
const notesOf = (finding: Finding): readonly string[] => findingModel(finding, 1, run).notes
const unexpected = (observed: ObservedRow): Finding => ({ class: 'unexpected', observed })

test('a row that nobody expected is shown, and where it was seen', () => {
  expect(findingModel(unexpected(observedRow({ id: 7 }, 1, 5)), 2, run)).toEqual({
    title: 'first of 2 unexpected rows: out, partition 1, offset 5',
    notes: ['{"id":7}'],
    fields: [],
  })
})

test.each([
  ['file', '/tmp/out', 'the files of /tmp/out, row 6 of subtask 1'],
  ['console', 'out', 'the console, row 6 of subtask 1'],
] as const)('where a row was seen is told by its sink: %s', (sink, name, place) => {
  const model = findingModel(unexpected(observedRow({ id: 7 }, 1, 5)), 1, { ...run, output: { sink, name } })
  expect(model.title).toBe(`the unexpected row: ${place}`)
})

test('a value that does not decode is shown as far as one line goes, with its length; of none there is nothing to show', () => {
  const long = undecodedRow('x'.repeat(1000), 'not JSON', 0)
  expect(notesOf(unexpected(long))).toEqual(['cannot be decoded: not JSON', `1000 bytes: ${'x'.repeat(159)}…`])
  const nothing: ObservedRow = { ...long, value: { raw: null, problem: 'no value' } }
  expect(notesOf(unexpected(nothing))).toEqual(['cannot be decoded: no value'])
})

test.each([
  ['after', 'later'],
  ['before', 'first'],
] as const)('a row out of order, seen %s another, which should come %s', (seen, should) => {
  if (row === undefined || other === undefined) throw new Error('there are two')
  const finding: Finding = { class: 'misordered', expected: row, observed: observedRow({ id: 1 }, 0, 9), seen, other }
  expect(notesOf(finding)).toEqual([
    'observed at out, partition 0, offset 9',
    `${seen} the row of days.csv:3, which should come ${should}`,
    '{"id":1}',
  ])
})

const notes = (finding: Finding, input: object): readonly string[] =>
  findingModel(finding, 1, { ...run, shownInputs: [{ line: 2, row: input }] }).notes

describe('the input row of a finding', () => {
  const expected = { out: { id: 1 }, line: 2 }
  const lost: Finding = { class: 'lost', expected }

  test('is shown above the expected row, as a filter may look at a column that the output does not have', () => {
    expect(notes(lost, { id: 1, kind: 'x' })).toEqual(['input     {"id":1,"kind":"x"}', 'expected  {"id":1}'])
  })

  test('is cut to one line', () => {
    expect(notes(lost, { id: 1, kind: 'x'.repeat(1000) })[0]).toHaveLength(170)
  })

  test('is left out if it is the expected row itself, or another line', () => {
    expect(notes(lost, { id: 1 })).toEqual(['{"id":1}'])
    expect(notes({ class: 'lost', expected: { ...expected, line: 3 } }, { id: 1, kind: 'x' })).toEqual(['{"id":1}'])
  })

  test('is shown for a duplicated and for a differing row', () => {
    const observed = observedRow({ id: 1 }, 0, 9)
    const place = 'out, partition 0, offset 9'
    expect(notes({ class: 'duplicated', expected, observed }, { id: 1, kind: 'x' })).toEqual([
      `observed again at ${place}`,
      'input     {"id":1,"kind":"x"}',
      'expected  {"id":1}',
    ])
    const differing: Finding = { class: 'differing', expected, observed, pairedBy: 'identity', fields: [] }
    expect(notes(differing, { id: 1, kind: 'x' })).toEqual([`observed at ${place}`, 'input {"id":1,"kind":"x"}'])
  })
})

test('the lines to show are those of the first finding of each class', () => {
  const comparison = compare({ expected: expectedRows({ id: 1 }, { id: 2 }, { id: 3 }), observed: [], identity: 'id' })
  expect([...shownLines(comparison)]).toEqual([2])
  expect(shownLines(null).size).toBe(0)
})
