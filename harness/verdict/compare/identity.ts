/** What makes an output row this one and no other, as a text that two rows can be paired by. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Identity } from '../../scenario/scenario.ts'
import { canonicalText, plain } from './equality.ts'
import { functionFailed } from './scenario-fault.ts'

/** The identity of an expected row; null if a field of it is missing. @throws StreamassayError `SCENARIO_INVALID` */
export function expectedIdentity<Out>(identity: Identity<Out>, row: ExpectedRow<Out>): string | null {
  try {
    return identityText(identity, row.out)
  } catch (cause) {
    const remedy = 'Let `identity` accept every row of the reference, or name a field instead.'
    throw functionFailed('identity', row, { remedy, cause })
  }
}

/** The identity of a decoded value; null when the value has not the shape that the identity asks for. */
export function observedIdentity<Out>(identity: Identity<Out>, decoded: unknown): string | null {
  try {
    return identityText(identity, decoded)
  } catch {
    // The function was written for rows of the reference; that a job's row is no such row is for the comparison to say.
    return null
  }
}

function identityText<Out>(identity: Identity<Out>, value: unknown): string | null {
  if (typeof identity === 'function') {
    const key: unknown = identity(value as Out)
    return typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint' ? canonicalText(key) : null
  }
  const fields: readonly string[] = typeof identity === 'string' ? [identity] : identity
  const row = plain(value)
  if (typeof row !== 'object' || row === null || !fields.every((field) => Object.hasOwn(row, field))) return null
  return canonicalText(fields.map((field) => (row as Record<string, unknown>)[field]))
}
