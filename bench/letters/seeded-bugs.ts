/** j: bugs that were put into the jobs: whether each is found, and in how many rounds it is shrunk, beside a search one by one. */
import { check, type CheckOptions, type Scenario } from 'streamassay'

import { openStack } from '../../harness/open-stack.ts'
import { checkSeeded, sequentialOf } from '../../specs/broken-jobs/check-seeded.ts'
import { type SeededBug, type SeededBugName, seededBugs } from '../../specs/broken-jobs/seeded-bugs.ts'
import { type Figure, figureOf, type Sample } from '../figure.ts'
import { type Letter, within } from '../ground.ts'

const cases = 500
const timeoutMs = 300_000

/** Of one bug and one seed. */
interface Search {
  readonly rounds: number
  readonly predicateRuns: number
  readonly seconds: number
}

export const measure: Letter = async ({ runs, signal, tell }) => {
  await using stack = await openStack({ signal })
  const context = { stack: () => Promise.resolve(stack), rerunCommand: () => 'npm run bench', signal }
  const checking = {
    check: <Row, Out>(scenario: Scenario<Row, Out>, options: CheckOptions<Row> = {}) =>
      check(scenario, options, context),
  }
  const figures: Figure[] = []
  const all: Search[] = []
  for (const name of Object.keys(seededBugs) as SeededBugName[]) {
    const searches: Search[] = []
    for (let seed = 1; seed <= runs; seed += 1) {
      const bug = seededBugs[name] as SeededBug<object, unknown>
      const search = await within(`the check of ${name}`, timeoutMs, signal, () => searchFor(bug, seed, checking))
      tell(
        `${name}, seed ${seed}: ${search.rounds} rounds for ${search.predicateRuns} candidates, ${search.seconds.toFixed(1)} s`,
      )
      searches.push(search)
    }
    figures.push(figure(`j-${name.replaceAll(' ', '-')}`, `${name}: rounds / candidates asked for`, searches))
    all.push(...searches)
  }
  const sum = (of: (search: Search) => number): Sample[] => [{ value: all.reduce((total, one) => total + of(one), 0) }]
  return [
    figureOf(
      { id: 'j', what: 'rounds in all / candidates in all', unit: '1' },
      sum(({ rounds }) => rounds),
      sum(({ predicateRuns }) => predicateRuns),
    ),
    ...figures,
  ]
}

const figure = (id: string, what: string, searches: readonly Search[]): Figure =>
  figureOf(
    { id, what, unit: '1' },
    searches.map(({ rounds }) => ({ value: rounds })),
    searches.map(({ predicateRuns }) => ({ value: predicateRuns })),
  )

/** @throws Error when the bug is not found, or not shrunk to the row that fast-check finds by itself on the model */
async function searchFor(
  bug: SeededBug<object, unknown>,
  seed: number,
  checking: Parameters<typeof checkSeeded>[0],
): Promise<Search> {
  const beganMs = performance.now()
  const found = await checkSeeded(checking, bug, { seed, cases })
  const seconds = (performance.now() - beganMs) / 1000
  const alone = await sequentialOf(bug, { seed, cases })
  const isSame = found.path === alone?.place.path && found.counterexample?.rows.length === 1
  if (found.verdict !== 'fail' || !isSame) throw new Error(`not as it should be, with seed ${seed}: ${found.report}`)
  return { rounds: found.rounds, predicateRuns: found.predicateRuns, seconds }
}
