/** The matcher `toMatchReference()`: a run or a check passes, or the failure is its report. */
import { expect } from 'vitest'

import type { Check } from '../property/check.ts'
import { Decimal } from '../scenario/decimal.ts'
import type { Run } from '../run.ts'
import type { Comparison } from '../verdict/comparison.ts'

/** What the matcher judges: both have a verdict, and a report that says why. */
type Judged = Pick<Run, 'verdict' | 'report' | 'comparison'> | Pick<Check, 'verdict' | 'report' | 'counterexample'>

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-unused-vars -- a merged interface must repeat vitest's type parameters
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The verdict of a run or a check is `pass`. A verdict `unknown` fails this, and fails `.not` as well: it proves nothing. */
    toMatchReference(): R
  }
}

expect.extend({
  toMatchReference(run: Judged) {
    // With `.not`, vitest turns the outcome round: only a run that was judged, and failed, may count as a mismatch.
    const pass = this.isNot ? run.verdict !== 'fail' : run.verdict === 'pass'
    const comparison = 'counterexample' in run ? (run.counterexample?.comparison ?? null) : run.comparison
    return { pass, message: () => run.report, ...firstDiffering(comparison) }
  },
})

/** The same with decimals as their digits, which vitest would show as an object. */
function shown(value: unknown): unknown {
  if (value instanceof Decimal) return value.text
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shown(field)]))
}

/** The first differing row alone: a diff of everything would bury it. */
function firstDiffering(comparison: Comparison | null): { expected?: unknown; actual?: unknown } {
  const first = comparison?.findings.find((finding) => finding.class === 'differing')
  if (first?.class !== 'differing') return {}
  const { value } = first.observed
  return { expected: shown(first.expected.out), actual: shown('decoded' in value ? value.decoded : value) }
}

export { expect }
