/** Specs of suspecting another delimiter than the comma. */
import { expect, test } from 'vitest'

import { headerDelimiter, rowDelimiter } from '../../../../harness/scenario/csv/csv-delimiter.ts'

test.each([
  ['day;rain', ';'],
  ['\ufeff"day"; "rain"\r\n', ';'],
  ['"day" ;"rain" ', ';'],
  ['x;"day"', ';'],
  ['day\train', '\t'],
  ['x|day|y', '|'],
  ['a;b|day|rain', '|'],
  ['day;rain,sky', ';'],
])('in the header %j it is %j', (line, sign) => expect(headerDelimiter(line, ['day', 'rain'])?.sign).toBe(sign))

test.each(['day', 'a;b', 'day of rain', ''])('in the header %j there is none', (line) =>
  expect(headerDelimiter(line, ['day', 'rain'])).toBeNull(),
)

test('a row is suspected when another delimiter makes as many cells of it as the header has', () => {
  expect(rowDelimiter(['a;b;c'], 3)?.sign).toBe(';')
  expect(rowDelimiter(['a;0', '5;c'], 3)?.sign).toBe(';')
  expect(rowDelimiter(['a;b'], 3)).toBeNull()
  expect(rowDelimiter(['a;b', 'c'], 2)).toBeNull()
  expect(rowDelimiter(['a;b;c', 'd', 'e', 'f'], 3)).toBeNull()
})
