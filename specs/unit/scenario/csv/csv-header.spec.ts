/** Specs of finding the declared columns in a header line. */
import { expect, test } from 'vitest'

import { readCsvHeader } from '../../../../harness/scenario/csv/csv-header.ts'
import { csvProblemText } from '../../../../harness/scenario/csv/csv-problem.ts'

const problemsOf = (cells: string[], otherColumns: 'refuse' | 'ignore' = 'refuse'): string[] =>
  readCsvHeader({ line: 1, cells }, { names: ['date', 'rain'], others: otherColumns }).problems.map((problem) =>
    csvProblemText('x.csv', problem),
  )

test('columns may stand in any order', () => {
  const { positions, problems } = readCsvHeader(
    { line: 1, cells: ['rain', 'date'] },
    { names: ['date', 'rain'], others: 'refuse' },
  )
  expect(problems).toEqual([])
  expect([...positions]).toEqual([
    ['date', 1],
    ['rain', 0],
  ])
})

test('what is missing, unexpected, there twice or without a name is named', () => {
  expect(problemsOf(['date', 'date', 'sky', ''])).toEqual([
    'x.csv:1:2: date: expected each column once, got it as column 1 already',
    'x.csv:1:3: sky: unexpected column; the scenario declares date, rain',
    'x.csv:1:4: expected a column name, got an empty cell',
    'x.csv:1: missing rain; the header has "date", "date", "sky", ""',
  ])
})

test('blanks around a name are seen', () => {
  expect(problemsOf(['date', ' rain'])).toContain('x.csv:1: missing rain; the header has "date", " rain"')
})

test('other columns are ignored where the fixture says so, but never one that is there twice', () => {
  expect(problemsOf(['date', 'rain', 'sky', ''], 'ignore')).toEqual([])
  expect(problemsOf(['date', 'rain', 'rain'], 'ignore')).toHaveLength(1)
})
