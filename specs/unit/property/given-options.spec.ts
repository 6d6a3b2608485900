/** Specs of words that stand for options. */
import { expect, test } from 'vitest'

import { givenOptions } from '../../../harness/property/given-options.ts'

test('only what is given is there, numbers as numbers', () => {
  expect(givenOptions({})).toEqual({})
  expect(givenOptions({ cases: '200', seed: '-7', path: '1:0', minutes: '0.5', maxRows: undefined })).toEqual({
    cases: 200,
    seed: -7,
    path: '1:0',
    minutes: 0.5,
  })
})

test.each(['many', '', ' ', '1e999'])('%j is no number', (word) => {
  expect(() => givenOptions({ cases: word })).toThrow('cases: expected a number')
})
