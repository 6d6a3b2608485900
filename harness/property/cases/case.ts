/** A case: one generated stream of rows; how many of them are made from one seed, and how fast-check is told to make them. */
import * as fc from 'fast-check'

import { StreamassayError } from '../../errors.ts'

/** The rows of one stream, in order; at least one. */
export type Case<Row> = readonly Row[]

/** A place in fast-check's own sequence of cases: what its `seed` and `path` name. */
export interface CasePlace {
  readonly seed: number
  readonly path: string
}

/** One of so many places in a case is left empty. */
const emptyOneOf = 1000

/**
 * An arbitrary of cases: lists of rows, of every length up to `maxRows`.
 *
 * fast-check shrinks a list to its last elements, then element by element, and never takes one out of the middle: two rows
 * could be left where one shows the fault. So an element is a row or nothing, and nothing is what it shrinks to first.
 */
export const arbitraryCase = <Row>(row: fc.Arbitrary<Row>, maxRows: number): fc.Arbitrary<Row[]> =>
  fc
    // `max`: fast-check makes short lists otherwise, however long they may be, and leaves more of a long one empty.
    .array(fc.option(row.map(held), { freq: emptyOneOf, depthSize: 'max' }), {
      minLength: 1,
      maxLength: maxRows,
      size: 'max',
    })
    .map((places) => places.filter((place) => place !== null).map(({ row: one }) => one))
    .filter((rows) => rows.length > 0)

/** A row may itself be null. */
const held = <Row>(row: Row): { readonly row: Row } => ({ row })

/**
 * The property that fast-check makes cases for; seeds and paths of one that `fc.check` is given mean the same cases here.
 *
 * Its `isAsync` is a field: `fc.sample` takes what only inherits one for an arbitrary, and then makes other cases of the seed.
 */
export function propertyOf<Row>(
  cases: fc.Arbitrary<Row[]>,
  run: (rows: Row[]) => ReturnType<fc.IRawProperty<[Row[]], true>['run']>,
): fc.IRawProperty<[Row[]], true> {
  const inner: fc.IRawProperty<[Row[]], true> = fc.asyncProperty<[Row[]]>(cases, async () => undefined)
  return {
    isAsync: () => true,
    generate: (random, runId) => inner.generate(random, runId),
    shrink: (value) => inner.shrink(value),
    run: ([rows]) => run(rows),
    runBeforeEach: async () => undefined,
    runAfterEach: async () => undefined,
  }
}

const notRun = async (): Promise<null> => null

/** The cases numbered `from` (from 0) and on that `fc.check` makes of the seed. */
export const casesFrom = <Row>(cases: fc.Arbitrary<Row[]>, seed: number, from: number, count: number): Case<Row>[] =>
  fc.sample(propertyOf(cases, notRun), { seed, path: String(from), numRuns: count }).map(([rows]) => rows)

/**
 * The case at a place.
 *
 * @throws StreamassayError `OPTION_INVALID` for a path that leads nowhere
 */
export function caseAt<Row>(cases: fc.Arbitrary<Row[]>, { seed, path }: CasePlace): Case<Row> {
  const rows = sampleAt(cases, { seed, path })
  if (rows !== undefined) return rows
  throw new StreamassayError('OPTION_INVALID', `path: there is no case at ${path} of the seed ${seed}`, {
    remedy: 'Use seed, path and --max-rows as printed; other fixtures or columns generate other cases.',
  })
}

function sampleAt<Row>(cases: fc.Arbitrary<Row[]>, { seed, path }: CasePlace): Case<Row> | undefined {
  try {
    return fc.sample(propertyOf(cases, notRun), { seed, path, numRuns: 1 })[0]?.[0]
  } catch {
    // fast-check says no more than that the path is wrong.
    return undefined
  }
}

/** Cases of one seed. To come to a late one, fast-check must leap over all before it: a long check takes a new seed. */
export const casesOfSeed = 10_000

/** The seed after this one in a long check; always the same. */
export const nextSeed = (seed: number): number => fc.sample(fc.noBias(fc.integer()), { seed, numRuns: 1 })[0] ?? 0
