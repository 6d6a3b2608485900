/** Which rows go through the full comparison. */
import { describe, expect, test } from 'vitest'

import { fingerprint } from '../../../../../harness/verdict/compare/streaming/fingerprint.ts'
import { explain } from '../../../../../harness/verdict/compare/streaming/second-reading.ts'
import { expectedRows, observedRows, undecodedRow } from '../rows.ts'

async function* once<Row>(...rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows
}

const reading = {
  identity: (out: string) => out,
  expected: () => once(...expectedRows('a', 'b', 'a', 'c').map((row) => ({ row, inputPartition: 0 }))),
  observedAgain: () => once(...observedRows('a', 'b', 'x'), undecodedRow('{', 'no JSON', 3)),
}

describe('explain', () => {
  test('compares the rows of the fingerprints concerned alone, and what does not decode', async () => {
    const concerned = new Set(['a', 'x'].map((text) => fingerprint(text, new Map())))
    const { comparison, read } = await explain({ ...reading, concerned })
    expect(comparison.counts).toMatchObject({ expected: 2, observed: 3, matched: 1, differing: 1, unexpected: 1 })
    expect(read).toEqual({ expected: 4, observed: 4 })
  })

  test('compares all rows where all are concerned', async () => {
    const { comparison } = await explain({ ...reading, concerned: null })
    expect(comparison.counts).toMatchObject({ expected: 4, observed: 4, matched: 2 })
  })
})
