/** Specs of shrinking in rounds: the counterexample and its path are those of fast-check's own search, in fewer steps. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { arbitraryCase, type Case, casesFrom } from '../../../../harness/property/cases/case.ts'
import { shrink } from '../../../../harness/property/cases/shrink.ts'

interface Row {
  readonly id: number
  readonly amount: number
  readonly name: string
}

const cases = arbitraryCase(
  fc.record({ id: fc.integer({ min: 0, max: 10_000 }), amount: fc.double({ noNaN: true }), name: fc.string() }),
  20,
)

/** Faults of a job as predicates: true where a case shows the fault. */
const faults: Readonly<Record<string, (rows: Case<Row>) => boolean>> = {
  'a large id': (rows) => rows.some(({ id }) => id > 777),
  'an amount below zero': (rows) => rows.some(({ amount }) => amount < -0.5),
  'a name with a letter': (rows) => rows.some(({ name }) => /[a-z]/.test(name)),
  'two rows': (rows) => rows.filter(({ id }) => id % 2 === 1).length >= 2,
  'any row at all': () => true,
}
const seeds = [1, 2, 3, 4, 5]

async function firstFailing(shows: (rows: Case<Row>) => boolean, seed: number): Promise<number> {
  return casesFrom(cases, seed, 0, 500).findIndex((rows) => shows(rows))
}

/** fast-check by itself: the counterexample, its path, and how often its predicate was asked after the first failure. */
async function sequential(shows: (rows: Case<Row>) => boolean, seed: number, at: number) {
  let runs = -1
  const details = await fc.check(
    fc.asyncProperty(cases, async (rows) => {
      runs += 1
      return !shows(rows)
    }),
    { seed, path: String(at), numRuns: 1 },
  )
  return { rows: details.counterexample?.[0], path: details.counterexamplePath, runs }
}

async function inRounds(shows: (rows: Case<Row>) => boolean, seed: number, at: number, width = 64) {
  return shrink(cases, {
    place: { seed, path: String(at) },
    judge: async (candidates) => candidates.map((rows) => shows(rows as Case<Row>)),
    width: () => width,
    isOver: () => false,
  })
}

describe.each(Object.entries(faults))('%s', (_name, shows) => {
  test.each(seeds)('seed %i gives the counterexample and the path of a search one by one', async (seed) => {
    const at = await firstFailing(shows, seed)
    const [own, ours] = [await sequential(shows, seed, at), await inRounds(shows, seed, at)]
    expect(ours.rows).toEqual(own.rows)
    expect(ours.place).toEqual({ seed, path: own.path })
    expect(ours.predicateRuns).toBe(own.runs)
    expect(ours.isSmallest).toBe(true)
  })
})

test('summed over all faults and seeds, rounds are at most a quarter of the runs of a search one by one', async () => {
  let [rounds, runs] = [0, 0]
  for (const shows of Object.values(faults)) {
    for (const seed of seeds) {
      const ours = await inRounds(shows, seed, await firstFailing(shows, seed))
      rounds += ours.rounds
      runs += ours.predicateRuns
    }
  }
  expect(runs).toBeGreaterThan(500)
  expect(rounds / runs).toBeLessThanOrEqual(0.25)
})

test('one candidate at a time it takes as many rounds as runs', async () => {
  const shows = faults['a large id'] ?? (() => false)
  const ours = await inRounds(shows, 1, await firstFailing(shows, 1), 1)
  expect(ours.rounds).toBe(ours.predicateRuns)
})

test('a judge that stops early is asked again for the rest', async () => {
  const shows = faults['a large id'] ?? (() => false)
  const at = await firstFailing(shows, 1)
  const ours = await shrink(cases, {
    place: { seed: 1, path: String(at) },
    // Only up to the first that fails, as when the job has ended on it.
    judge: async (candidates) => {
      const outcomes = candidates.map((rows) => shows(rows as Case<Row>))
      const first = outcomes.indexOf(true)
      return first < 0 ? outcomes : outcomes.slice(0, first + 1)
    },
    width: () => 16,
    isOver: () => false,
  })
  expect(ours.rows).toEqual((await sequential(shows, 1, at)).rows)
})

test('a search that is ended gives the smallest so far, and says so', async () => {
  const shows = faults['a large id'] ?? (() => false)
  const at = await firstFailing(shows, 1)
  const told: number[] = []
  const ours = await shrink(cases, {
    place: { seed: 1, path: String(at) },
    judge: async (candidates) => candidates.map((rows) => shows(rows as Case<Row>)),
    width: () => 16,
    isOver: ({ rounds }) => rounds === 2,
    onSmaller: ({ rows }) => told.push(rows.length),
  })
  expect(ours.isSmallest).toBe(false)
  expect(ours.rounds).toBe(2)
  expect(shows(ours.rows as Case<Row>)).toBe(true)
  expect(told.length).toBeGreaterThan(0)
})

test('what the judge throws ends the search', async () => {
  const broken = new Error('the broker is gone')
  const ended = shrink(cases, {
    place: { seed: 1, path: '0' },
    judge: () => Promise.reject(broken),
    width: () => 16,
    isOver: () => false,
  })
  await expect(ended).rejects.toBe(broken)
})
