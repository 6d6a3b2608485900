/** One stage of a reference: from a row to the rows it becomes, refusing what types refuse where types are not checked. */

export interface Stage {
  /** The kind of stage and the function's own name: `map toImperial`. */
  readonly name: string
  readonly run: (row: unknown) => unknown[]
}

/** More rows than this from one input row are taken for a loop without an end. */
const mostRowsFromOne = 100_000

// A stage takes what the stage before gives; that the two fit is for the pipeline's types to say, hence `never`.
const nameOf = (kind: string, f: { readonly name: string }): string => (f.name === '' ? kind : `${kind} ${f.name}`)

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** One row out for one in. */
export function mapStage(f: (row: never) => unknown): Stage {
  return {
    name: nameOf('map', f),
    run: (row) => {
      const next = f(row as never)
      if (isPromise(next)) throw new TypeError('it returned a promise, and a reference cannot wait')
      return [next]
    },
  }
}

/** The row itself, or nothing. */
export function filterStage(keep: (row: never) => unknown): Stage {
  return {
    name: nameOf('filter', keep),
    run: (row) => {
      const kept = keep(row as never)
      if (typeof kept !== 'boolean') throw new TypeError(`it returned ${String(kept)}, and must return true or false`)
      return kept ? [row] : []
    },
  }
}

/** Any number of rows, within reason. */
export function flatMapStage(f: (row: never) => Iterable<unknown>): Stage {
  return {
    name: nameOf('flatMap', f),
    run: (row) => {
      const rows: unknown[] = []
      for (const next of f(row as never)) {
        if (rows.length === mostRowsFromOne) throw new RangeError(`it gave more than ${mostRowsFromOne} rows for one`)
        rows.push(next)
      }
      return rows
    },
  }
}
