/** Specs of the orders in which the rows of several partitions may be read. */
import { expect, test } from 'vitest'

import { interleavingsOf, partitionByPartition } from '../../../../harness/run/reference/interleavings.ts'

const texts = (partitionOf: readonly number[]): string[] => interleavingsOf(partitionOf).map((one) => one.join(''))

test('of a few rows there are all other orders', () => {
  expect(texts([0, 0, 0])).toEqual([])
  expect(texts([1, 0, 1]).toSorted()).toEqual(['011', '110'])
  expect(texts([0, 1, 2]).toSorted()).toEqual(['021', '102', '120', '201', '210'])
  // 3 and 3 rows interleave in 20 ways.
  expect(new Set(texts([0, 0, 0, 1, 1, 1])).size).toBe(19)
})

test('of more there are 20, none of them twice and none that of the file', () => {
  const given = [0, 1, 2, 2, 1, 0, 0, 1, 2]
  const chosen = texts(given)
  expect(new Set(chosen).size).toBe(20)
  expect(chosen).not.toContain(given.join(''))
  for (const one of chosen) expect(one.split('').toSorted().join('')).toBe('000111222')
})

test('they begin with each partition after the other, and read each before and behind all others', () => {
  const chosen = texts([0, 1, 2, 2, 1, 0, 0, 1, 2])
  expect(chosen.slice(0, 2)).toEqual(['000111222', '222111000'])
  expect(chosen.some((one) => one.startsWith('111'))).toBe(true)
  expect(chosen.some((one) => one.endsWith('111'))).toBe(true)
  expect(Array.from(partitionByPartition([3, 1, 3]))).toEqual([
    [1, 3, 3],
    [3, 3, 1],
  ])
})

test('they are the same each time', () => {
  const given = Array.from({ length: 500 }, (_, place) => (place * place) % 7)
  expect(interleavingsOf(given)).toEqual(interleavingsOf(given))
  expect(interleavingsOf(given)).toHaveLength(20)
})
