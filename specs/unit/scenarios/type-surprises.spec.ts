/** What docs/type-surprises.md says was measured is what the specs measure. */
import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { surpriseLine, surprises } from '../../scenarios/type-surprises.ts'

test('the table of docs/type-surprises.md is that of the specs', () => {
  // The formatter pads the cells of a table.
  const lines = readFileSync('docs/type-surprises.md', 'utf8').replaceAll(/ +\|/g, ' |').split('\n')
  const head = lines.findIndex((line) => line.startsWith('| type | crosses |'))
  const table = lines.slice(head + 2, head + 2 + surprises.length + 1)
  expect(table).toEqual([...surprises.map(surpriseLine), ''])
})
