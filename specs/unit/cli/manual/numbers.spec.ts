/** Specs of the numbers that manual steps are given. */
import { expect, test } from 'vitest'

import { rateOf, wholeNumber } from '../../../../harness/cli/manual/numbers.ts'

test('a rate is any number that leaves a time between two rows which fits a timer', () => {
  expect([rateOf('--rate', '0.5'), rateOf('--rate', '1e3')]).toEqual([0.5, 1000])
  expect(() => rateOf('--rate', '0')).toThrow('--rate: expected a number above 0, got "0"')
  expect(() => rateOf('--rate', 'fast')).toThrow('--rate: expected a number above 0, got "fast"')
  expect(() => rateOf('--rate', 'Infinity')).toThrow('--rate: expected')
  expect(() => rateOf('--rate', '1e-7')).toThrow('--rate: expected at least 4.7e-7, got "1e-7"')
})

test('a whole number has a least and a most', () => {
  expect(wholeNumber('--count', '7')).toBe(7)
  expect(() => wholeNumber('--count', '0')).toThrow('--count: expected a whole number above 0, got "0"')
  expect(() => wholeNumber('--web-port', '65536', 65_535)).toThrow('expected a whole number from 1 to 65535')
})
