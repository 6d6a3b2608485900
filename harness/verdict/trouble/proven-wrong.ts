/** The rows that are wrong whatever else might have come out of a run that was cut off. */
import type { Comparison, RowCounts } from '../comparison.ts'

/**
 * The classes of rows that stay wrong although the run was cut off, each with its count.
 *
 * Equal values are paired first. An observed row that is left over equals no expected row, so no later row can mend it.
 * Lost rows might still have come. Duplicated ones can stem from a restart, and so can everything out of order or with
 * another value, because a job without checkpoints starts again with empty state. Of rows that are changes only the last
 * one of each identity counts, and that one is not known.
 *
 * @param restarts as far as they are known
 */
export function provenWrong(
  comparison: Comparison | null,
  restarts: number | null = null,
): readonly (readonly [name: keyof RowCounts, count: number])[] {
  if (comparison === null || comparison.changes !== undefined || (restarts ?? 0) > 0) return []
  const { counts } = comparison
  const classes = ['differing', 'unexpected', 'misordered'] as const
  return classes.map((name) => [name, counts[name]] as const).filter(([, count]) => count > 0)
}
