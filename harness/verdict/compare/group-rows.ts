/** Gives rows that could be equal one number, so that pairing works on numbers and looks at values no more. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { ObservedRow } from '../comparison.ts'
import { exactText } from './equality.ts'
import type { Tolerance } from './equality.ts'
import { NearGroups } from './matching/near-groups.ts'
import type { GroupedRows } from './pair-equal.ts'

/** Groups rows whose values are equal, numbers with a tolerance left aside; those are compared by `near`. */
export function groupRows(
  expected: readonly ExpectedRow<unknown>[],
  observed: readonly ObservedRow[],
  tolerance: Tolerance,
): Omit<GroupedRows, 'laneOf'> {
  const groups = new Map<string, number>()
  const expectedGroups = Int32Array.from(expected, ({ out }) => {
    const text = exactText(out, tolerance)
    const group = groups.get(text) ?? groups.size
    groups.set(text, group)
    return group
  })
  const observedGroups = Int32Array.from(observed, ({ value }) =>
    'decoded' in value ? (groups.get(exactText(value.decoded, tolerance)) ?? -1) : -1,
  )
  const near =
    tolerance.size === 0
      ? null
      : new NearGroups(
          (row) => expected[row]?.out,
          (row) => decodedOf(observed[row]),
          tolerance,
        )
  return { expectedGroups, observedGroups, groups: groups.size, near }
}

/** The value of a row; undefined when it did not decode. */
export const decodedOf = (row: ObservedRow | undefined): unknown =>
  row && 'decoded' in row.value ? row.value.decoded : undefined
