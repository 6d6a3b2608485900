/** The matcher `toMatchReference()`: a run passes, or the failure is its report. */
import { expect } from 'vitest'

import type { Run } from '../run.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-unused-vars -- a merged interface must repeat vitest's type parameters
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The verdict of a run is `pass`. A verdict `unknown` fails this, and fails `.not` as well: it proves nothing. */
    toMatchReference(): R
  }
}

expect.extend({
  toMatchReference(run: Run) {
    // With `.not`, vitest turns the outcome round: only a run that was judged, and failed, may count as a mismatch.
    const pass = this.isNot ? run.verdict !== 'fail' : run.verdict === 'pass'
    return { pass, message: () => run.report, ...firstDiffering(run) }
  },
})

/** The first differing row alone: a diff of everything would bury it. */
function firstDiffering(run: Run): { expected?: unknown; actual?: unknown } {
  const first = run.comparison?.findings.find((finding) => finding.class === 'differing')
  if (first?.class !== 'differing') return {}
  const { value } = first.observed
  return { expected: first.expected.out, actual: 'decoded' in value ? value.decoded : value }
}

export { expect }
