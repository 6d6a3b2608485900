/** The specs of seeded bugs: each is found in a real job among 500 generated streams, and shrunk to the row that fast-check would find. */
import { describe, expect, test } from 'streamassay/vitest'

import { checkSeeded, sequentialOf } from './check-seeded.ts'
import { type SeededBug, type SeededBugName, seededBugs } from './seeded-bugs.ts'

/** A boundary, a rounding, a crash and a text: each takes ten seconds. */
export const forTheGate: readonly SeededBugName[] = [
  'boundary of a filter',
  'rounding of a float',
  'crash on an empty string',
  'lower case of Unicode',
]

/** Declares a spec for each of these bugs. */
export const findsAndShrinks = (names: readonly SeededBugName[]): void =>
  describe.each(names)('%s', (name) => {
    const bug = seededBugs[name] as SeededBug<object, unknown>

    test('is found, and shrinks to one row, the one that a search one by one finds on a model', async ({ stack }) => {
      const check = await checkSeeded(stack, bug, { seed: 1, cases: 500 })
      expect(check.verdict, check.report).toBe('fail')
      expect(check.counterexample?.rows).toHaveLength(1)
      const sequential = await sequentialOf(bug, { seed: 1, cases: 500 })
      expect(check.counterexample?.rows).toEqual(sequential?.rows)
      expect({ seed: check.seed, path: check.path }).toEqual(sequential?.place)
    })
  })
