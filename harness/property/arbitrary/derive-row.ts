/** A row that nobody had to describe: made up from the kinds of a scenario's columns, and from the rows of its fixture. */
import * as fc from 'fast-check'
import { z } from 'zod'

import { StreamassayError } from '../../errors.ts'
import { columnSchemas, kindOf } from '../../scenario/column-kinds.ts'
import type { Columns } from '../../scenario/csv/csv-fixture.ts'
import { type DerivableType, hostileCell } from './cells.ts'
import { neighbours } from './neighbours.ts'

/** What is known of a fixture: its first rows that the reference lets through, and its first ones that it does not. */
export interface KnownRows<Row> {
  readonly kept: readonly Row[]
  readonly dropped: readonly Row[]
}

/** Values of a column that are taken from the fixture, at most; each comes with its neighbours. */
const fixtureValues = 400
/** So many values are tried before a column is given up whose schema refuses what its kind allows. */
const trials = 400
const leastAccepted = 0.1

type Cells = ReadonlyMap<string, fc.Arbitrary<unknown>>

/**
 * An arbitrary of one row: hostile by the kind of each column, near values of the fixture, or a row of the fixture with
 * some cells changed. Half of those rows are such as the reference keeps, where the fixture has any.
 *
 * Derived are text, int, long, double, decimal, boolean and date columns, `z.enum` and `z.literal` ones, and `orNull` of each.
 *
 * @param place where the columns are declared, for the error
 * @throws StreamassayError `SCENARIO_INVALID` for a column of any other kind, and for one whose refinements refuse nearly
 * everything that its kind allows
 */
export function deriveRow<Row>(columns: Columns<Row>, known: KnownRows<Row>, place: string): fc.Arbitrary<Row> {
  const rows = [...known.kept, ...known.dropped]
  const cells = new Map(
    [...(columnSchemas(columns) ?? [])].map(([name, schema]) => [name, cellOf(name, schema, rows, place)]),
  )
  const independent = fc.record(Object.fromEntries(cells), { noNullPrototype: true }) as fc.Arbitrary<Row>
  if (rows.length === 0) return independent
  return fc.oneof({ weight: 3, arbitrary: independent }, { weight: 2, arbitrary: nearRow(known, cells) })
}

/** How often a cell of a row of the fixture is kept, and how often it is another. */
const weights = { kept: 3, changed: 1 }

/** A row of the fixture in which some cells are others. */
function nearRow<Row>({ kept, dropped }: KnownRows<Row>, cells: Cells): fc.Arbitrary<Row> {
  const lists = [kept, dropped].filter((list) => list.length > 0)
  const row = fc.oneof(...lists.map((list) => fc.constantFrom(...list)))
  const changes = fc.record(Object.fromEntries([...cells].map(([name, cell]) => [name, maybeChanged(cell)])), {
    noNullPrototype: true,
  })
  return fc.tuple(row, changes).map(([whole, changed]): Row => {
    const others = Object.entries(changed).filter(([, change]) => change !== null)
    return Object.assign({}, whole, Object.fromEntries(others.map(([name, change]) => [name, change?.value])))
  })
}

/** What a cell is changed to, or null; that it is kept is what it shrinks to first. */
const maybeChanged = (cell: fc.Arbitrary<unknown>): fc.Arbitrary<{ readonly value: unknown } | null> =>
  fc.oneof(
    { withCrossShrink: true, depthSize: 'max' },
    { weight: weights.kept, arbitrary: fc.constant(null) },
    { weight: weights.changed, arbitrary: cell.map((value) => ({ value })) },
  )

function cellOf(name: string, schema: z.core.$ZodType, rows: readonly unknown[], place: string): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options)
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values)
  const { type, nullable } = kindOf(schema)
  if (type === 'other') throw underivable(place, name, 'values of its type cannot be generated')
  const near = nearFixture(name, type, rows)
  const values = near.length === 0 ? hostileCell(type) : fc.oneof(hostileCell(type), fc.constantFrom(...near))
  return accepted(name, schema, nullable ? fc.option(values, { freq: 6 }) : values, place)
}

/** The fixture's values of a column, each with its neighbours. */
function nearFixture(name: string, type: DerivableType, rows: readonly unknown[]): unknown[] {
  const values = new Set(rows.map((row) => (row as Readonly<Record<string, unknown>>)[name]))
  values.delete(null)
  return [...values].slice(0, fixtureValues).flatMap((value) => [value].concat(neighbours(type, value)))
}

/** Only values that the column can hold: a refinement, or `orNull` of a text, refuses some that its kind allows. */
function accepted(
  name: string,
  schema: z.core.$ZodType,
  values: fc.Arbitrary<unknown>,
  place: string,
): fc.Arbitrary<unknown> {
  const isAccepted = (value: unknown): boolean => z.safeEncode(schema, value).success
  // The same values each time: whether there is a filter must not depend on chance, or printed paths would not hold.
  const tried = fc.sample(values, { numRuns: trials, seed: 1 })
  const share = tried.filter(isAccepted).length / tried.length
  if (share === 1) return values
  if (share >= leastAccepted) return values.filter(isAccepted)
  throw underivable(place, name, `its schema refuses ${Math.round(100 * (1 - share))} % of the values of its type`)
}

const underivable = (place: string, column: string, why: string): StreamassayError =>
  new StreamassayError('SCENARIO_INVALID', `${place}: no values can be derived for the column ${column}: ${why}`, {
    remedy: 'Give the check its own `row`, a fast-check arbitrary: fc.record({ ... }) with a field for each column.',
  })
