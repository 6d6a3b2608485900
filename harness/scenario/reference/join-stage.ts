/** Joins in a reference: each row with those rows of another stream, a side of the scenario, that have the same key. */
import { messageOf } from '../../errors.ts'
import type { CsvFixture, NumberedRow } from '../csv/csv-fixture.ts'
import { thrownAt } from '../fault/thrown-at.ts'
import { keyFor, nameOf, type Stage, waitless } from './pipeline-stage.ts'
import { referenceFailed } from './reference-failed.ts'

/** The rows of each side, all of them: what a reference that joins has to be given before it can be opened. */
export type SideRows = ReadonlyMap<CsvFixture<unknown>, readonly NumberedRow<unknown>[]>

/** What the rows of two streams have in common when they belong together. */
export interface JoinKeys {
  readonly where: (row: never) => unknown
  readonly equalTo: (sideRow: never) => unknown
}

/**
 * For a row as many rows as the side has of its key, in the side's order; none where it has none. When the rows of the side
 * come plays no part in it: a job that joins has to remember whichever of two comes first.
 */
export function joinStage(
  side: CsvFixture<unknown>,
  keys: JoinKeys,
  make: (row: never, sideRow: never) => unknown,
): Stage {
  const name = nameOf('join', make)
  return {
    name,
    isStateful: false,
    side,
    open: () => ({
      take: () => {
        throw new TypeError(`it needs the rows of ${side.path}: pass them with \`withSides\``)
      },
    }),
    withSides: (rowsOf) => {
      const sideRows = new Map<unknown, unknown[]>()
      for (const { row, line } of rowsOf.get(side) ?? []) {
        const key = sideKey(keys.equalTo, row, `${name}, on line ${line} of ${side.path}`)
        const ofKey = sideRows.get(key) ?? []
        sideRows.set(key, ofKey)
        ofKey.push(Object.freeze(row))
      }
      const take = (row: unknown): unknown[] =>
        (sideRows.get(keyFor(keys.where, row)) ?? []).map((other) => waitless(make(row as never, other as never)))
      return { name, isStateful: false, side, open: () => ({ take }) }
    },
  }
}

function sideKey(equalTo: JoinKeys['equalTo'], row: unknown, place: string): unknown {
  try {
    return keyFor(equalTo, Object.freeze(row))
  } catch (error) {
    throw referenceFailed(`the reference failed at a ${place}: ${messageOf(error)}${thrownAt(error)}`, error)
  }
}
