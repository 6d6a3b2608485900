/** One stage of a reference: from a row to the rows it becomes, refusing what types refuse where types are not checked. */
import { shown } from './cell-forms.ts'

export interface Stage {
  /** The kind of stage and the function's own name: `map toImperial`. */
  readonly name: string
  /** Whether what it makes of a row depends on the rows before it. */
  readonly isStateful: boolean
  /** Begins a stream: what comes of each row of it, in their order. */
  open(): (row: unknown) => unknown[]
}

/** A stage that takes each row by itself. */
const stateless = (name: string, run: (row: unknown) => unknown[]): Stage => ({
  name,
  isStateful: false,
  open: () => run,
})

/** More rows than this from one input row are taken for a loop without an end. */
const mostRowsFromOne = 100_000

// A stage takes what the stage before gives; that the two fit is for the pipeline's types to say, hence `never`.
const nameOf = (kind: string, f: { readonly name: string }): string => (f.name === '' ? kind : `${kind} ${f.name}`)

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** One row out for one in. */
export function mapStage(f: (row: never) => unknown): Stage {
  return stateless(nameOf('map', f), (row) => {
    const next = f(row as never)
    if (isPromise(next)) throw promised()
    return [next]
  })
}

/** The row itself, or nothing. */
export function filterStage(keep: (row: never) => unknown): Stage {
  return stateless(nameOf('filter', keep), (row) => {
    const kept = keep(row as never)
    if (typeof kept !== 'boolean') throw new TypeError(`it returned ${String(kept)}, and must return true or false`)
    return kept ? [row] : []
  })
}

/** Any number of rows, within reason. */
export function flatMapStage(f: (row: never) => Iterable<unknown>): Stage {
  return stateless(nameOf('flatMap', f), (row) => {
    const rows: unknown[] = []
    for (const next of f(row as never)) {
      if (rows.length === mostRowsFromOne) throw new RangeError(`it gave more than ${mostRowsFromOne} rows for one`)
      rows.push(next)
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
      return (row) => {
        const key = keyOf(row as never)
        if (!isKey(key)) throw new TypeError(`its key is ${shown(key)}, and must be a text, a number or a boolean`)
        const next = outOf.has(key) ? combine(outOf.get(key) as never, row as never) : row
        if (isPromise(next)) throw promised()
        // The next row of the key is combined with it: a model that changes it would change what has come out.
        outOf.set(key, Object.freeze(next))
        return [next]
      }
    },
  }
}

/** Whether rows can be told apart by it. */
export const isKey = (key: unknown): boolean => ['string', 'number', 'bigint', 'boolean'].includes(typeof key)

const promised = (): TypeError => new TypeError('it returned a promise, and a reference cannot wait')
