/** The account of a run that was cut off counts what whole lists of the same rows would count. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { openComparison } from '../../../../../harness/verdict/compare/open-comparison.ts'
import type { Comparison } from '../../../../../harness/verdict/comparison.ts'
import { observedRows, undecodedRow } from '../rows.ts'
import { accountOf, identity, inOnePartition, inPieces } from '../streamed-account.ts'
import { type Out, streamedRuns, type StreamedRun } from '../streams.ts'

async function cutOff(
  run: Pick<StreamedRun, 'expected' | 'observed'>,
  tolerance = {},
): Promise<Comparison<Out> | null> {
  await using open = openComparison<Out>({
    identity,
    tolerance,
    expected: () => inPieces(run.expected, 3),
    observedAgain: () => expect.fail('the output is not read again'),
  })
  for await (const rows of inPieces(run.observed, 2)) await open.take(rows)
  return await open.cutOff()
}

test('the counts are those of whole lists, but for the order', async () => {
  await fc.assert(
    fc.asyncProperty(streamedRuns(20, 8, 'some'), fc.nat(), async (whole, cut) => {
      const observed = whole.observed.slice(0, cut % (whole.observed.length + 1))
      const run = { ...whole, observed, observedAgain: observed }
      const { counts, sentinels } = accountOf(run, { order: 'any' })
      const isWrong = counts.differing + counts.unexpected + counts.duplicated > 0
      const comparison = await cutOff(run)
      expect(comparison && { counts: comparison.counts, sentinels: comparison.sentinels }).toEqual(
        isWrong ? { counts, sentinels } : null,
      )
    }),
    { numRuns: 800 },
  )
})

const [one, two, three] = [1, 2, 3].map((id) => ({ id, amount: 0 }))
const expected = inOnePartition(one, two, three) as StreamedRun['expected']

test('a row with another value has its finding, with its place', async () => {
  const comparison = await cutOff({ expected, observed: observedRows(one, { id: 2, amount: 7 }) })
  expect(comparison).toMatchObject({
    counts: { expected: 3, observed: 2, matched: 1, differing: 1, lost: 1 },
    findings: [{ class: 'differing', pairedBy: 'identity', observed: { partition: 0, offset: 1n } }],
  })
})

test('a value that does not decode is counted', async () => {
  const comparison = await cutOff({ expected, observed: [undecodedRow('{', 'not JSON', 0)] })
  expect(comparison?.counts).toMatchObject({ unexpected: 1, lost: 3 })
})

test('nothing is said of right rows, nor where a tolerance leaves the pairs open', async () => {
  expect(await cutOff({ expected, observed: observedRows(one) })).toBeNull()
  expect(await cutOff({ expected, observed: [] })).toBeNull()
  expect(await cutOff({ expected, observed: observedRows({ id: 9, amount: 9 }) }, { amount: 1 })).toBeNull()
})
