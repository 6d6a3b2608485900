/** Generated references over several partitions: what is refused, and what is not, against every interleaving there is. */
import { expect, test } from 'vitest'

import { caseOf, falseVerdicts } from './interleaving-cases.ts'

test('no generated reference is judged falsely', () => {
  expect(falseVerdicts({ from: 0, to: 1200, mostRows: 5 })).toEqual({ judged: 1200, refused: 233, wrong: [] })
})

test('the cases are of every kind', () => {
  const kinds = new Set(Array.from({ length: 500 }, (_, seed) => caseOf(seed, 5).kind.name))
  expect(kinds.size).toBe(14)
})
