/** One stage of a reference: from a row to the rows it becomes, refusing what types refuse where types are not checked. */
import { shown } from '../cell-forms.ts'
import type { CsvFixture } from '../csv/csv-fixture.ts'
import type { EventClock, TimedRow } from './event-time.ts'
import type { SideRows } from './join-stage.ts'

export interface Stage {
  /** The kind of stage and the function's own name: `map toImperial`. */
  readonly name: string
  /** Whether what it makes of a row depends on the rows before it. */
  readonly isStateful: boolean
  /** Whether it gives rows their event time. */
  readonly isTimed?: boolean
  /** The other stream whose rows it wants. */
  readonly side?: CsvFixture<unknown>
  /** Begins a stream. */
  open(clock: EventClock): RunningStage
  /** The same stage with the rows of the other stream. @throws StreamassayError `REFERENCE_FAILED` */
  withSides?(rows: SideRows): Stage
}

/** A stage at work on one stream. */
export interface RunningStage {
  /** What comes of the next row. */
  readonly take: (row: unknown) => unknown[]
  /** What comes of the watermark, once all is taken that came before it. */
  readonly advance?: (watermarkMs: number) => readonly TimedRow[]
}

/** A stage that takes each row by itself. */
const stateless = (name: string, take: (row: unknown) => unknown[]): Stage => ({
  name,
  isStateful: false,
  open: () => ({ take }),
})

/** More rows than this from one input row are taken for a loop without an end. */
const mostRowsFromOne = 100_000

// A stage takes what the stage before gives; that the two fit is for the pipeline's types to say, hence `never`.
/** A kind of stage, and the name of the function that it was given, if it has one. */
export const nameOf = (kind: string, f: { readonly name: string }): string =>
  f.name === '' ? kind : `${kind} ${f.name}`

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** What a function of a reference gave, unless it is a promise. */
export function waitless<Value>(value: Value): Value {
  if (isPromise(value)) throw new TypeError('it returned a promise, but a reference must be synchronous')
  return value
}

/** One row out for one in. */
export function mapStage(f: (row: never) => unknown): Stage {
  return stateless(nameOf('map', f), (row) => [waitless(f(row as never))])
}

/** The row itself, or nothing. */
export function filterStage(keep: (row: never) => unknown): Stage {
  return stateless(nameOf('filter', keep), (row) => {
    const kept = keep(row as never)
    if (typeof kept !== 'boolean') throw new TypeError(`it returned ${String(kept)}, but must return true or false`)
    return kept ? [row] : []
  })
}

/** Any number of rows, within reason. */
export function flatMapStage(f: (row: never) => Iterable<unknown>): Stage {
  return stateless(nameOf('flatMap', f), (row) => {
    const rows: unknown[] = []
    for (const next of f(row as never)) {
      if (rows.length === mostRowsFromOne) throw new RangeError(`more than ${mostRowsFromOne} rows for one row`)
      rows.push(waitless(next))
    }
    return rows
  })
}

/** The first row of a key as it is; for each further one of it, what `combine` makes of what came out before and the row. */
export function reduceStage(keyOf: (row: never) => unknown, combine: (before: never, row: never) => unknown): Stage {
  return {
    name: nameOf('reduce', combine),
    isStateful: true,
    open: () => {
      const outOf = new Map<unknown, unknown>()
      return {
        take: (row) => {
          const key = keyFor(keyOf, row)
          const next = outOf.has(key) ? waitless(combine(outOf.get(key) as never, row as never)) : row
          // The next row of the key is combined with it: a model that changes it would change what has come out.
          outOf.set(key, frozen(next))
          return [next]
        },
      }
    },
  }
}

/** The same value, and nothing in it can be changed any more. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

/** The key of a row. */
export function keyFor(keyOf: (row: never) => unknown, row: unknown): unknown {
  const key = keyOf(row as never)
  if (isKey(key)) return key
  throw new TypeError(`its key is ${shown(key)}, but must be a string, a number or a boolean`)
}

/** Whether rows can be told apart by it. */
export const isKey = (key: unknown): boolean => ['string', 'number', 'bigint', 'boolean'].includes(typeof key)
