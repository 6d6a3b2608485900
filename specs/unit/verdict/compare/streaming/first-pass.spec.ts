/** What the first pass says of rows that only seem to be equal, and how far it reads. */
import { describe, expect, test } from 'vitest'

import { FirstPass } from '../../../../../harness/verdict/compare/streaming/first-pass.ts'
import { observedRows } from '../rows.ts'
import { inOnePartition, inPieces } from '../streamed-account.ts'

const passOver = <Out>(
  outs: readonly Out[],
  tolerance: ReadonlyMap<string, number> = new Map(),
  size = 1,
): FirstPass<Out> =>
  new FirstPass({
    tolerance,
    order: undefined,
    isOnePartition: true,
    looksForLast: false,
    lookAheadRows: 3,
    expected: inPieces(inOnePartition(...outs), size),
    onExpected: undefined,
    onMatched: undefined,
    isInTime: undefined,
  })

describe('FirstPass', () => {
  test('is unclear when the first two that could be equal are further apart than the tolerance', async () => {
    const tolerance = new Map([['t', 0.5]])
    const near = passOver([{ t: 1 }, { t: 2 }], tolerance)
    await near.take(observedRows({ t: 1.25 }, { t: 1.75 }))
    expect([near.isUnclear, near.pending.size, near.waiting.size]).toEqual([false, 0, 0])
    const far = passOver([{ t: 1 }, { t: 2 }], tolerance, 2)
    await far.take(observedRows({ t: 2 }))
    expect([far.isUnclear, far.waiting.size]).toEqual([true, 1])
  })

  test('reads expected rows only as they are needed, and not far ahead for a row that nobody expects', async () => {
    const pass = passOver([1, 2, 3, 4, 5, 6, 7, 8, 9])
    await pass.take(observedRows(1))
    expect(pass.counts).toEqual({ expected: 1, observed: 1 })
    await pass.take(observedRows('nobody'))
    expect(pass.counts).toEqual({ expected: 4, observed: 2 })
  })

  test('pairs a row that waits with its partner when that is read at last', async () => {
    const pass = passOver([1, 2, 3, 4, 5, 6])
    await pass.take(observedRows(6, 1, 2, 3))
    expect([pass.waiting.size, pass.pending.size]).toEqual([1, 0])
    await pass.take(observedRows(5))
    expect([pass.waiting.size, pass.pending.size]).toEqual([1, 1])
    await pass.take(observedRows(4, 'nobody'))
    expect([pass.waiting.size, pass.pending.size]).toEqual([1, 0])
    expect(pass.order.isInOrder).toBe(false)
  })
})
