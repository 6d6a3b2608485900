/** Specs of lists in messages: what is cut is counted. */
import { expect, test } from 'vitest'

import { listed, listedLines } from '../../harness/text.ts'

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
  [[1, 2, 3, 4, 5], '1, 2, 3 and 2 more'],
])('%j in at most three', (names, text) => {
  expect(listed(names, 3)).toBe(text)
})

test('a list is cut after twenty names, and has the separator that it is given', () => {
  expect(listed(Array(25).fill('x'))).toBe(`${Array(20).fill('x').join(', ')} and 5 more`)
  expect(listed(['a', 'b', 'c'], 2, ' < ')).toBe('a < b and 1 more')
})

test('lines that are cut end with how many more there are', () => {
  expect(listedLines(['a', 'b'], 2)).toEqual(['a', 'b'])
  expect(listedLines(['a', 'b', 'c'], 2)).toEqual(['a', 'b', 'and 1 more'])
})
