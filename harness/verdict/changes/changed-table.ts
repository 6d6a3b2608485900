/** The table that changes leave: what counts of an output whose rows are not each for good. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Changes, Identity } from '../../scenario/scenario.ts'
import { canonicalText } from '../compare/equality.ts'
import { expectedIdentity, observedIdentity } from '../compare/identity.ts'
import type { ObservedRow } from '../comparison.ts'

/** What a change says of its row, in Flink's words (RowKind): that it is there now, or that it is there no longer. */
const isThere: ReadonlyMap<unknown, boolean> = new Map([
  ['+I', true],
  ['+U', true],
  ['-U', false],
  ['-D', false],
])

/** A row of the table, and what it is compared by when it is taken back. */
interface Entry {
  readonly row: ObservedRow
  readonly text: string
}

/**
 * Takes the rows that a job writes, in their order, and keeps the table that they leave; in memory, as large as the table.
 *
 * A change that cannot be (a row taken back that is not there, one added where another of its identity is) is kept as it
 * came, and so is what does not decode or has no identity: nothing is expected that looks like it.
 */
export class ChangedTable<Out> {
  /** How many rows have been taken. */
  records = 0
  readonly #identity: Identity<Out>
  readonly #changes: Changes
  /** By identity; the row that changed last stands last. */
  readonly #table = new Map<string, Entry>()
  readonly #unfit: ObservedRow[] = []

  constructor(identity: Identity<Out>, changes: Changes) {
    this.#identity = identity
    this.#changes = changes
  }

  take(rows: readonly ObservedRow[]): void {
    for (const row of rows) {
      this.records += 1
      if (!(this.#changes === 'retract' ? this.#change(row) : this.#replace(row))) this.#unfit.push(row)
    }
  }

  /** The rows of the table, by when they changed last, and then what fits into no table. */
  rows(): readonly ObservedRow[] {
    return [...[...this.#table.values()].map(({ row }) => row), ...this.#unfit]
  }

  #replace(row: ObservedRow): boolean {
    if (!('decoded' in row.value)) return false
    const identity = observedIdentity(this.#identity, row.value.decoded)
    if (identity === null) return false
    this.#table.delete(identity)
    this.#table.set(identity, { row, text: '' })
    return true
  }

  #change(row: ObservedRow): boolean {
    const change = 'decoded' in row.value ? changeOf(row.value.decoded) : null
    const identity = change && observedIdentity(this.#identity, change.fields)
    if (change === null || identity === null) return false
    const before = this.#table.get(identity)
    const text = canonicalText(change.fields)
    if (change.isThere) {
      if (before !== undefined) return false
      this.#table.set(identity, { row: { ...row, value: { decoded: change.fields } }, text })
      return true
    }
    return before?.text === text && this.#table.delete(identity)
  }
}

/** A change without the field that says what it does. */
function changeOf(decoded: unknown): { readonly isThere: boolean; readonly fields: object } | null {
  if (typeof decoded !== 'object' || decoded === null || !('op' in decoded)) return null
  const { op, ...fields } = decoded
  const is = isThere.get(op)
  return is === undefined ? null : { isThere: is, fields }
}

/** The last expected row of each identity, by when it came; a row without one stays. @throws StreamassayError `SCENARIO_INVALID` */
export class LastOfEach<Out, Placed> {
  readonly #identity: Identity<Out>
  readonly #last = new Map<string | symbol, Placed>()

  constructor(identity: Identity<Out>) {
    this.#identity = identity
  }

  take(row: ExpectedRow<Out>, placed: Placed): void {
    const identity = expectedIdentity(this.#identity, row) ?? Symbol('a row without identity')
    this.#last.delete(identity)
    this.#last.set(identity, placed)
  }

  rows(): Placed[] {
    return [...this.#last.values()]
  }
}
