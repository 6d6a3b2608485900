/** Whether rows that tolerances leave too many ways to pair are all that keeps a run from passing. */
import type { Comparison } from '../comparison.ts'

/**
 * What keeps the rows from being judged, or null. Other wrong rows prove a fail whatever is open: one that is differing or
 * unexpected is near to no expected row, and of lost and duplicated ones there are too many.
 */
export function undecidedText({ counts, delivery, undecided }: Comparison): string | null {
  if (undecided === undefined) return null
  const { pairs, rows, fields } = undecided
  const repeated = delivery === 'at-least-once' ? 0 : counts.duplicated
  const isWrong = counts.differing + counts.unexpected + counts.misordered > 0
  if (isWrong || counts.lost > pairs || repeated > pairs) return null
  return (
    `it is open which of ${rows} rows belong together: they are equal but for ${fields.join(' and ')}, and so many are ` +
    `not searched: give the scenario no \`tolerance\` for ${fields[0]}`
  )
}
