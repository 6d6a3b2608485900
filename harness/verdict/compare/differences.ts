/** In which fields two rows differ: both are walked side by side down to the values that are not equal. */
import { Decimal } from '../../scenario/decimal.ts'
import type { FieldDifference } from '../comparison.ts'
import { canonicalText, plain } from './equality.ts'
import type { Tolerance } from './equality.ts'
import { isNumeric, isWithin } from './matching/within.ts'

/** Differences listed for one pair of rows; an array of a million wrong elements is told well enough by these. */
const fieldsLimit = 100

/**
 * The fields in which `observed` differs from `expected`, in the order of the expected row; none if they are equal.
 *
 * A top-level numeric field with a tolerance differs only when the two are further apart than that; at most the first
 * 100 fields are listed.
 */
export function differences(expected: unknown, observed: unknown, tolerance: Tolerance): FieldDifference[] {
  const found: FieldDifference[] = []
  const visit = (path: string, left: unknown, right: unknown, allowed: Allowed): void => {
    const [a, b] = [plain(left), plain(right)]
    const names = fieldsOf(a, b)
    if (names === null) {
      if (!isAllowed(a, b, allowed.here) && canonicalText(a) !== canonicalText(b)) {
        found.push({ path, expected: a, observed: b })
      }
      return
    }
    for (const name of names) {
      if (found.length === fieldsLimit) return
      visit(fieldPath(path, name), fieldOf(a, name), fieldOf(b, name), { here: allowed.below?.get(String(name)) })
    }
  }
  visit('', expected, observed, { below: tolerance })
  return found
}

/** The tolerance of a value, and those of its fields. */
interface Allowed {
  readonly here?: number | undefined
  readonly below?: Tolerance
}

const isAllowed = (a: unknown, b: unknown, allowed: number | undefined): boolean =>
  allowed !== undefined && isNumeric(a) && isNumeric(b) && isWithin(a, b, allowed)

/** The names of both values' fields, or null where there is nothing to walk side by side. */
function fieldsOf(a: unknown, b: unknown): Iterable<string | number> | null {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return null
  if (a instanceof Decimal || b instanceof Decimal) return null
  if (Array.isArray(a) && Array.isArray(b)) return Array(Math.max(a.length, b.length)).keys()
  if (Array.isArray(a) || Array.isArray(b)) return null
  return new Set([...Object.keys(a), ...Object.keys(b)])
}

function fieldOf(value: unknown, name: string | number): unknown {
  if (!Object.hasOwn(value as object, name)) return undefined
  const field = plain((value as Record<string | number, unknown>)[name])
  return field === undefined && Array.isArray(value) ? null : field
}

/** The path of a field in the value at `path`: `wind.speed`, `tags[2]`, `["odd name"]`. */
export function fieldPath(path: string, name: string | number): string {
  if (typeof name === 'number') return `${path}[${name}]`
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}
