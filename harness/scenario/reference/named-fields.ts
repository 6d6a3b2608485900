/** Refuses a field that a scenario names, and no row of its reference has: compared by it, any two rows are alike. */
import { StreamassayError } from '../../errors.ts'
import { listed } from '../../text.ts'
import type { Scenario } from '../scenario.ts'
import type { ExpectedRow } from './reading.ts'

type Naming<Out> = Pick<Scenario<never, Out>, 'name' | 'identity' | 'tolerance'>

/** To be given the rows that the reference expects, and then their end. */
export class NamedFields<Out> {
  readonly #scenario: string
  /** Each field that was not seen yet, with the option that names it. */
  readonly #missing: Map<string, string>
  #first: object | null = null

  constructor({ name, identity, tolerance }: Naming<Out>) {
    this.#scenario = name
    const ofIdentity = typeof identity === 'function' ? [] : [identity].flat()
    this.#missing = new Map([
      ...Object.keys(tolerance ?? {}).map((field) => [field, 'tolerance'] as const),
      ...ofIdentity.map((field) => [field, 'identity'] as const),
    ])
  }

  take(rows: readonly ExpectedRow<Out>[]): void {
    for (const { out } of rows) {
      if (this.#missing.size === 0) return
      if (typeof out !== 'object' || out === null) continue
      this.#first ??= out
      for (const field of this.#missing.keys()) if (field in out) this.#missing.delete(field)
    }
  }

  /** @throws StreamassayError `SCENARIO_INVALID` for the fields that no row has, if there are rows */
  end(): void {
    if (this.#first === null || this.#missing.size === 0) return
    const fields = listed(Object.keys(this.#first))
    const problems = [...this.#missing].map(
      ([field, option]) => `${option}: no row of the reference has a field ${field}`,
    )
    throw new StreamassayError(
      'SCENARIO_INVALID',
      `scenario ${this.#scenario}: ${problems.join('; ')}; the first row has ${fields}`,
      { remedy: 'Name a field of the rows that the reference returns.' },
    )
  }
}
