/** Specs of a job that is submitted once more: nothing may be left of what it wrote the first time. */
import { expect, test } from 'vitest'

import { refuseWritten } from '../../../../harness/run/flow/refuse-written.ts'
import { neverMs } from '../../../patience.ts'

const limits = { timeoutMs: neverMs, signal: new AbortController().signal }
const grown = (...ends: readonly bigint[]) => ({
  growing: { dueRows: null, dueCome: () => 0, appended: async () => ({ ends, undecided: 0n }) },
})
const refused = { code: 'SCENARIO_INVALID', remedy: "Give the scenario `ends: 'when-stopped'`." }

test('an empty topic is fine, and rows in it are refused', async () => {
  await expect(refuseWritten(grown(0n, 0n), 'kafka', limits)).resolves.toBeUndefined()
  await expect(refuseWritten(grown(0n, 1n), 'kafka', limits)).rejects.toMatchObject(refused)
})

test.each(['console', 'file'] as const)(
  'what a job has written to a %s sink is not known, and is refused',
  async (sink) => {
    const unread = { growing: { ...grown().growing, appended: async () => null } }
    await expect(refuseWritten(unread, sink, limits)).rejects.toMatchObject({
      ...refused,
      message: `the job has a processing-time window, and it is not known what it wrote to its ${sink} sink before the window was found`,
    })
  },
)
