/** Which of several equal rows is paired with which. */
import { describe, expect, test } from 'vitest'

import { pairEqual } from '../../../../harness/verdict/compare/pair-equal.ts'
import type { EqualPairs } from '../../../../harness/verdict/compare/pair-equal.ts'

/** Pairs rows that are each written as a letter. */
function pairLetters(expected: string, observed: string): EqualPairs {
  const letters = [...new Set(expected)]
  return pairEqual({
    expectedGroups: Int32Array.from(expected, (letter) => letters.indexOf(letter)),
    observedGroups: Int32Array.from(observed, (letter) => letters.indexOf(letter)),
    groups: letters.length,
    laneOf: () => 0,
    near: null,
  })
}

describe('pairEqual', () => {
  test('pairs a row that comes once with its equal, and a stranger with nothing', () => {
    expect([...pairLetters('abc', 'cxa').partners]).toEqual([2, -1, 0])
  })

  test('passes over the row that is missing, so that the others stay in order', () => {
    expect([...pairLetters('abac', 'bac').partners]).toEqual([1, 2, 3])
  })

  test('takes the copy that stands in order for the row, and the other for the copy', () => {
    const { partners, copyOf } = pairLetters('abc', 'babc')
    expect([...partners]).toEqual([-1, 0, 1, 2])
    expect([...copyOf]).toEqual([1, -1, -1, -1])
  })

  test('takes the first of two copies side by side for the row', () => {
    expect([...pairLetters('abc', 'abbc').copyOf]).toEqual([-1, -1, 1, -1])
  })

  test('stays in order however many equal rows are missing before', () => {
    const { partners } = pairLetters('aaaaaaaaaabaaaaaaaaaac', 'abaaaaaaaaaac')
    expect([...partners].slice(1)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
  })
})
