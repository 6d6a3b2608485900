/** What a check can be told, what it does when it is not, and what it refuses. */
import type * as fc from 'fast-check'
import { z } from 'zod'

import { StreamassayError } from '../errors.ts'

export interface CheckOptions<Row> {
  /** One row; derived from the scenario's columns and its fixture when not given. A case is a list of them. */
  readonly row?: fc.Arbitrary<Row>
  /** Cases to judge; 200 when neither this nor `minutes` is given. */
  readonly cases?: number
  /** Rows of a case at most; 20 when not given. */
  readonly maxRows?: number
  /** Judges cases for so long instead of a number of them; with both, until the first is reached. */
  readonly minutes?: number
  /** fast-check's seed; a new one when not given. */
  readonly seed?: number
  /** fast-check's path: this case alone is judged, and shrunk further where it can be. Needs the seed. */
  readonly path?: string
  /** Rows that the cases must reach, by name: a check that never came to one of them is not a pass. */
  readonly edges?: Readonly<Record<string, (row: Row) => boolean>>
  /** Cases that are judged together at most; 200 when not given. */
  readonly batch?: number
  /** When a search for a smaller counterexample is ended: 200 rounds and 60 s when not given. */
  readonly shrinking?: { readonly rounds?: number; readonly seconds?: number }
  /**
   * The folder with the counterexamples of earlier checks, which are judged first, and where a new one is kept;
   * `fixtures/regressions/<scenario>` when not given, none for null.
   */
  readonly regressions?: string | null
}

/** Options with every default in its place. */
export interface CheckPlan<Row> extends Pick<CheckOptions<Row>, 'row' | 'path'> {
  /** Infinity where only time ends the check. */
  readonly cases: number
  readonly maxRows: number
  readonly limitMs: number
  readonly seed: number
  readonly edges: Readonly<Record<string, (row: Row) => boolean>>
  readonly batch: number
  readonly shrinking: { readonly rounds: number; readonly limitMs: number }
  readonly regressions: string | null
}

const int32 = { least: -2_147_483_648, most: 2_147_483_647 }
const mostMinutes = 24 * 60
const number = (least: number, most: number) => z.int().min(least).max(most).optional()
const shapes = z.looseObject({
  cases: number(1, 100_000_000),
  maxRows: number(1, 10_000),
  minutes: z.number().positive().max(mostMinutes).optional(),
  seed: number(int32.least, int32.most),
  path: z
    .string()
    .regex(/^\d+(:\d+)*$/, { error: 'expected numbers with colons, such as 12:0:3' })
    .optional(),
  batch: number(1, 5000),
  shrinking: z
    .looseObject({ rounds: number(0, 100_000), seconds: z.number().nonnegative().max(86_400).optional() })
    .optional(),
})

/**
 * Checks the options, and puts the defaults in their places; the seed is drawn here where none is given.
 *
 * @throws StreamassayError `OPTION_INVALID` with every problem found
 */
export function planCheck<Row>(scenarioName: string, options: CheckOptions<Row>): CheckPlan<Row> {
  const checked = shapes.safeParse(options)
  const problems = checked.success
    ? options.path !== undefined && options.seed === undefined
      ? ['path: it needs a `seed`']
      : []
    : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  if (problems.length > 0) {
    throw new StreamassayError('OPTION_INVALID', `the check of ${scenarioName}: ${problems.join('; ')}`, {
      remedy: 'Correct these options of the check.',
    })
  }
  const { row, path, minutes, shrinking, regressions } = options
  return {
    ...(row && { row }),
    ...(path !== undefined && { path }),
    cases: options.cases ?? (minutes === undefined ? 200 : Number.POSITIVE_INFINITY),
    maxRows: options.maxRows ?? 20,
    limitMs: (minutes ?? mostMinutes) * 60_000,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 32) + int32.least,
    edges: options.edges ?? {},
    batch: options.batch ?? 200,
    shrinking: { rounds: shrinking?.rounds ?? 200, limitMs: (shrinking?.seconds ?? 60) * 1000 },
    regressions: regressions === undefined ? `fixtures/regressions/${scenarioName}` : regressions,
  }
}
