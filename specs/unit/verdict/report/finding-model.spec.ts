/** What is said of one finding. */
import { expect, test } from 'vitest'

import type { Finding, ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { findingModel } from '../../../../harness/verdict/report/finding-model.ts'
import { expectedRows, observedRow, undecodedRow } from '../compare/rows.ts'

const run = { fixturePath: 'days.csv', output: { sink: 'kafka', name: 'out' } } as const
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
