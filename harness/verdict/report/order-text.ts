/** Among which rows the order of a comparison counts, in words. */
import type { Comparison } from '../comparison.ts'

/** To go behind "in order" or "judged", with its own blank; empty where all rows are one sequence, or no order counts. */
export function whereOrderCounts({ rule, partitions }: Comparison['order']): string {
  if (rule === 'any') return ''
  const group = rule === 'groups' ? " among those that the scenario's order() puts together" : ''
  return partitions > 1 ? `${group} within each of ${partitions} partitions` : group
}
