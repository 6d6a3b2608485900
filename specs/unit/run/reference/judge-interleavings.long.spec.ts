/** The same as in the short spec, of many more generated references and of more rows. */
import { expect, test } from 'vitest'

import { falseVerdicts } from './interleaving-cases.ts'

test.for([
  [5, 0, 20_000],
  [6, 20_000, 30_000],
  [8, 30_000, 32_000],
] as const)(
  'no generated reference of up to %i rows is judged falsely',
  { timeout: 600_000 },
  ([mostRows, from, to]) => {
    expect(falseVerdicts({ from, to, mostRows })).toMatchObject({ judged: to - from, wrong: [] })
  },
)
