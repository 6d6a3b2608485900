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
    'x.csv:1:2: date: expected each column once, but column 1 has the same name',
    'x.csv:1:3: sky: unexpected column; the scenario declares date, rain',
    'x.csv:1:4: expected a column name, got an empty cell',
    'x.csv:1: missing rain; the header has "date", "date", "sky", ""',
  ])
})

test('an undeclared column that is there twice is told as that, and as unexpected', () => {
  expect(problemsOf(['date', 'rain', 'sky', 'sky'])).toEqual([
    'x.csv:1:3: sky: unexpected column; the scenario declares date, rain',
    'x.csv:1:4: sky: expected each column once, but column 3 has the same name',
  ])
})

test('a line of blanks is as good as empty', () => {
  expect(problemsOf([' ', '\t'])).toEqual(['x.csv:1: expected a header line that names date, rain, got an empty line'])
})

test.each([
  [20, 'c19'],
  [21, 'c19 and 1 more'],
])('of %i names no more are listed than can be looked over', (count, last) => {
  const names = Array.from({ length: count }, (_, number) => `c${number}`)
  const { problems } = readCsvHeader({ line: 1, cells: ['x'] }, { names, others: 'refuse' })
  expect(problems[0]?.what).toMatch(new RegExp(`names c0, c1, .*, ${last}, got "x"$`))
})

test('a name that is spelled otherwise is shown beside the one that is meant, and is not missing as well', () => {
  const spelled = 'x.csv:1:2: " Rain": unexpected column; the scenario spells it "rain", and the file " Rain"'
  expect(problemsOf(['date', ' Rain'])).toEqual([spelled])
  // Ignored, the column that is meant would be read as empty.
  expect(problemsOf(['date', ' Rain'], 'ignore')).toEqual([spelled])
})

test('of a line that names no declared column, only that is told', () => {
  expect(problemsOf(['a', 'b', ''])).toEqual([
    'x.csv:1: expected a header line that names date, rain, got "a", "b", ""',
  ])
})

test('a column that is there twice stands nowhere', () => {
  const cells = ['date', 'rain', 'date']
  const { positions } = readCsvHeader({ line: 1, cells }, { names: ['date', 'rain', 'sky'], others: 'refuse' })
  expect([...positions]).toEqual([
    ['date', -1],
    ['rain', 1],
    ['sky', -1],
  ])
})

test('a declared column without a name is missed as any other', () => {
  const { problems } = readCsvHeader({ line: 1, cells: ['a', ''] }, { names: ['a', '_'], others: 'ignore' })
  expect(problems).toMatchObject([{ what: 'missing _; the header has "a", ""' }])
})

test('other columns are ignored where the fixture says so, also two of one name, but never a declared one that is there twice', () => {
  expect(problemsOf(['date', 'rain', 'sky', ''], 'ignore')).toEqual([])
  expect(problemsOf(['date', 'rain', '', '', 'sky'], 'ignore')).toEqual([])
  expect(problemsOf(['date', 'sky', 'rain', 'sky'], 'ignore')).toEqual([])
  expect(problemsOf(['date', 'sky', 'rain', 'sky'])).toHaveLength(2)
  expect(problemsOf(['date', 'rain', 'rain'], 'ignore')).toHaveLength(1)
})
