/** In which fields two rows differ: both are walked side by side down to the values that are not equal. */
import type { FieldDifference } from '../comparison.ts'
import { canonicalText, isNumeric, plain } from './equality.ts'
import type { Tolerance } from './equality.ts'

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
      if (!isWithin(a, b, allowed.here) && canonicalText(a) !== canonicalText(b)) {
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

/**
 * True for two numbers that are at most `allowed` apart. What a double cannot hold of the decimal difference is let
 * through, so that 1.1 is within 0.1 of 1.0.
 */
function isWithin(a: unknown, b: unknown, allowed: number | undefined): boolean {
  if (allowed === undefined || !isNumeric(a) || !isNumeric(b)) return false
  if (typeof a === 'bigint' && typeof b === 'bigint') return Math.abs(Number(a - b)) <= allowed
  const largest = Math.max(Math.abs(Number(a)), Math.abs(Number(b)))
  return Number.isFinite(largest) && Math.abs(Number(a) - Number(b)) <= allowed + Number.EPSILON * largest
}

/** The names of both values' fields, or null where there is nothing to walk side by side. */
function fieldsOf(a: unknown, b: unknown): Iterable<string | number> | null {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return null
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
