/** Sentinels: tame rows whose outputs are told apart from all others, to mark where one case ends and the next begins. */
import * as fc from 'fast-check'
import { z } from 'zod'

import { StreamassayError } from '../../errors.ts'
import { columnSchemas, kindOf } from '../../scenario/column-kinds.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { canonicalText } from '../../verdict/compare/equality.ts'
import { tameCell } from './cells.ts'
import type { KnownRows } from './derive-row.ts'

/** A row that passes the job by the reference, with the one row that comes out of it. */
export interface Sentinel<Row> {
  readonly row: Row
  readonly out: unknown
  /** The output in a form that is the same for equal values alone. */
  readonly text: string
}

/** Candidates that are tried for each sentinel wanted, at most. */
const triesEach = 40
const bases = 20

/**
 * Up to `wanted` sentinels with outputs that all differ; the same ones for the same scenario and fixture.
 *
 * Each is the scenario's own sentinel or a row of the fixture that the reference keeps, with tame values in the place of
 * some of its cells, or a wholly tame row. A job's outputs may have few values: then there are fewer.
 */
export function chooseSentinels<Row, Out>(
  scenario: Pick<Scenario<Row, Out>, 'input' | 'reference' | 'sentinel'>,
  known: KnownRows<Row>,
  wanted: number,
): Sentinel<Row>[] {
  const chosen = new Map<string, Sentinel<Row>>()
  for (const row of candidates(scenario, known, wanted * triesEach)) {
    const sentinel = sentinelOf(scenario, row)
    if (sentinel !== null && !chosen.has(sentinel.text)) chosen.set(sentinel.text, sentinel)
    if (chosen.size === wanted) break
  }
  return [...chosen.values()]
}

function* candidates<Row, Out>(
  { input, sentinel }: Pick<Scenario<Row, Out>, 'input' | 'sentinel'>,
  { kept }: KnownRows<Row>,
  most: number,
): Generator<Row, void, undefined> {
  const cells = tameCells(input.columns)
  const given = [...(sentinel === undefined ? [] : [sentinel]), ...kept.slice(0, bases)]
  yield* given
  if (cells.length === 0) return
  const changes = fc.record(Object.fromEntries(cells), { requiredKeys: [], noNullPrototype: true })
  const whole = fc.record(Object.fromEntries(cells), { noNullPrototype: true })
  const changed: fc.Arbitrary<object> =
    given.length === 0
      ? whole
      : fc.tuple(fc.constantFrom(...given), changes).map(([row, change]) => Object.assign({}, row, change))
  // A few at a time: most scenarios need no more than they want.
  for (let at = 0; at * 100 < most; at += 1) {
    yield* fc.sample(changed, { numRuns: 100, seed: at + 1 }) as Row[]
  }
}

/** The columns that tame values can be made up for. */
const tameCells = (columns: z.core.$ZodType): [string, fc.Arbitrary<unknown>][] =>
  [...(columnSchemas(columns) ?? [])].flatMap(([name, schema]): [string, fc.Arbitrary<unknown>][] => {
    const { type } = kindOf(schema)
    return type === 'other' ? [] : [[name, tameCell(type)]]
  })

/** The row as a sentinel, if it is a row of its columns and exactly one row comes out of it. */
function sentinelOf<Row, Out>(
  { input, reference }: Pick<Scenario<Row, Out>, 'input' | 'reference'>,
  row: Row,
): Sentinel<Row> | null {
  if (!z.safeEncode(input.columns, row).success) return null
  try {
    const [out, ...others] = reference.apply([{ ...row }])
    return out === undefined || others.length > 0 ? null : { row, out, text: canonicalText(out) }
  } catch (error) {
    // That a reference cannot take every row is told when it meets one of a case.
    if (error instanceof StreamassayError) return null
    throw error
  }
}
