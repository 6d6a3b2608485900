/** Names the rows among which the order of a comparison counts. */
import type { Comparison } from '../comparison.ts'

/** Text after "in order" or "judged", with its own blank; empty if all rows are one sequence, or no order counts. */
export function whereOrderCounts({ rule, partitions }: Comparison['order']): string {
  if (rule === 'any') return ''
  const group = rule === 'groups' ? " within each group of the scenario's order()" : ''
  if (partitions === 1) return group
  return `${group === '' ? ' within' : `${group} and`} each of ${partitions} partitions`
}
