/** Specs of neighbours: the values on both sides of a boundary. */
import { expect, test } from 'vitest'

import { Decimal } from '../../../../harness/scenario/decimal.ts'
import { neighbours } from '../../../../harness/property/arbitrary/neighbours.ts'

test('a double has the two doubles beside it, and two decimals', () => {
  expect(neighbours('double', 0.1)).toEqual([0.09999999999999999, 0.10000000000000002, 0, 0.2])
  expect(neighbours('double', 2)).toEqual([1.9999999999999998, 2.0000000000000004, 1, 3])
  expect(neighbours('double', -0.5)).toEqual([-0.5000000000000001, -0.49999999999999994, -0.6, -0.4])
  expect(neighbours('double', 0)).toEqual([-5e-324, 5e-324, -1, 1])
})

test('a decimal has those of one digit more, and those that differ in its last digit', () => {
  expect(neighbours('decimal', Decimal.of('1.10')).map(String)).toEqual(['1.099', '1.101', '1.09', '1.11'])
  expect(neighbours('decimal', Decimal.of('7')).map(String)).toEqual(['6.9', '7.1', '6', '8'])
})

test('an integer has two, where its type has room for them', () => {
  expect(neighbours('int', 7)).toEqual([6, 8])
  expect(neighbours('int', 2_147_483_647)).toEqual([2_147_483_646])
  expect(neighbours('long', 2n ** 63n - 1n)).toEqual([2n ** 63n - 2n])
})

test('a day has the day before and the day after, in the years that a column can hold', () => {
  expect(neighbours('date', '2000-03-01')).toEqual(['2000-02-29', '2000-03-02'])
  expect(neighbours('date', '0001-01-01')).toEqual(['0001-01-02'])
  expect(neighbours('date', '9999-12-31')).toEqual(['9999-12-30'])
})

test('a text has itself with a blank or a letter more, without its last character, and in the other case', () => {
  expect(neighbours('text', 'Ab')).toEqual(['Ab ', ' Ab', 'Aba', 'A', 'AB', 'ab'])
  expect(neighbours('text', 'a👍')).toContain('a')
  expect(neighbours('text', '')).toEqual([' ', 'a'])
})

test('what has no neighbours has none', () => {
  expect(neighbours('boolean', true)).toEqual([])
  expect(neighbours('double', Number.NaN)).toEqual([])
})
