/** The streamed comparison gives the account that comparing whole lists gives, and holds little while it does. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { openComparison } from '../../../../harness/verdict/compare/open-comparison.ts'
import type { PlacedRow } from '../../../../harness/verdict/compare/streaming/pending-rows.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { expectedRows, observedRow, observedRows } from './rows.ts'
import { accountOf, identity, inOnePartition, inPieces, streamed } from './streamed-account.ts'
import { type Out, streamedRuns } from './streams.ts'

const sizes = fc.record({ expected: fc.integer({ min: 1, max: 7 }), observed: fc.integer({ min: 1, max: 7 }) })
const lookAheadRows = fc.constantFrom(1, 4, undefined)
const delivery = fc.constantFrom('exactly-once' as const, 'at-least-once' as const)
const order = fc.constantFrom('input' as const, 'any' as const, ({ id }: Out) => id % 3)
const tolerance = fc.constantFrom({ amount: 0.3 }, { amount: 0.2, id: 1 })

describe('openComparison', () => {
  test.each([3, 40])('gives the account of whole lists, of up to %i different rows', async (ids) => {
    await fc.assert(
      fc.asyncProperty(
        streamedRuns(25, ids, 'some'),
        sizes,
        fc.record({ lookAheadRows, delivery, order, awaitsSentinel: fc.boolean() }),
        async (run, pieces, settings) => {
          const { comparison } = await streamed(run, settings, pieces)
          expect(comparison).toEqual(accountOf(run, settings))
        },
      ),
      { numRuns: 800 },
    )
  })

  test.each([3, 40])('gives that account with a tolerance too, of up to %i different rows', async (ids) => {
    await fc.assert(
      fc.asyncProperty(
        streamedRuns(25, ids, 'some'),
        sizes,
        fc.record({ lookAheadRows, delivery, order, tolerance }),
        async (run, pieces, settings) => {
          // Which row is within the tolerance of which is not the same in another order.
          const sameOrder = { ...run, observedAgain: run.observed }
          const { comparison } = await streamed(sameOrder, settings, pieces)
          expect(comparison).toEqual(accountOf(sameOrder, settings))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('reads both sides once when all rows came in order, one partition after the other', async () => {
    await fc.assert(
      fc.asyncProperty(streamedRuns(40, 1000, 'none'), sizes, async (run, pieces) => {
        const distinct = run.expected.every(({ row }, place) =>
          run.expected.every((other, otherPlace) => place === otherPlace || other.row.out.id !== row.out.id),
        )
        fc.pre(distinct)
        const { comparison, readings } = await streamed(run, {}, pieces)
        expect(comparison).toEqual(accountOf(run, {}))
        expect(readings).toEqual({ expected: 1, observed: 1 })
      }),
    )
  })

  test('reads both sides once though equal rows lie in several partitions, and says how many', async () => {
    const rows = [1, 2, 3, 1, 2, 3].map((id) => ({ id, amount: 0 }))
    const observed = [0, 3, 1, 4, 2, 5].map((place) => observedRow(rows[place], place < 3 ? 0 : 1, place % 3))
    const { comparison, readings } = await streamed({
      expected: inOnePartition(...rows),
      observed,
      outputPartitions: 2,
    })
    expect(comparison).toMatchObject({ counts: { matched: 6 }, findings: [], order: { partitions: 2, notJudged: 6 } })
    expect(readings).toEqual({ expected: 1, observed: 1 })
  })

  test('holds few rows of a run that passes, however long it is', async () => {
    const rows = 100_000
    async function* expected(): AsyncGenerator<readonly PlacedRow<Out>[]> {
      for (let id = 0; id < rows; id += 1000) {
        yield Array.from({ length: 1000 }, (_, place) => {
          return { row: { out: manyRow(id + place), line: id + place + 2 }, inputPartition: 0 }
        })
      }
    }
    const open = openComparison<Out>({ identity, expected, observedAgain: unneeded })
    let most = 0
    for (let id = 0; id < rows; id += 500) {
      await open.take(Array.from({ length: 500 }, (_, place) => observedRow(manyRow(id + place), 0, id + place)))
      most = Math.max(most, open.held.expected + open.held.observed)
    }
    expect((await open.finish()).counts.matched).toBe(rows)
    expect(most).toBeLessThanOrEqual(1000)
  })

  test('holds no more than it may look ahead, for a row that nobody expects', async () => {
    const rows = Array.from({ length: 2000 }, (_, id) => ({ id, amount: 0 }))
    const open = openComparison<Out>({
      identity,
      lookAheadRows: 100,
      expected: () => inPieces(inOnePartition(...rows), 10),
      observedAgain: unneeded,
    })
    let most = 0
    for (const [offset, decoded] of [{ id: -1, amount: 0 }, ...rows].entries()) {
      await open.take([observedRow(decoded, 0, offset)])
      most = Math.max(most, open.held.expected)
    }
    expect(most).toBe(100)
    expect(open.held).toEqual({ expected: 0, observed: 1 })
  })

  test('knows that the sentinel came, once all of it has', async () => {
    const expected = [...expectedRows({ id: 1, amount: 0 }), sentinelRow(2), sentinelRow(3)]
    const open = openComparison<Out>({
      identity,
      expected: () =>
        inPieces(
          expected.map((row) => ({ row, inputPartition: 0 })),
          1,
        ),
      observedAgain: unneeded,
    })
    const seen: boolean[] = []
    for (const row of observedRows({ id: 1, amount: 0 }, { id: 2, amount: 0 }, { id: 3, amount: 0 })) {
      await open.take([row])
      seen.push(open.sentinelsSeen)
    }
    expect(seen).toEqual([false, false, true])
  })

  test('finds an awaited sentinel behind any number of rows that are lost', async () => {
    const expected = [...expectedRows(...Array.from({ length: 50 }, (_, id) => ({ id, amount: 0 }))), sentinelRow(99)]
    const open = openComparison<Out>({
      identity,
      lookAheadRows: 5,
      awaitsSentinel: true,
      expected: () =>
        inPieces(
          expected.map((row) => ({ row, inputPartition: 0 })),
          3,
        ),
      observedAgain: unneeded,
    })
    await open.take(observedRows({ id: 0, amount: 0 }, { id: 99, amount: 0 }))
    expect(open.sentinelsSeen).toBe(true)
  })

  test('tells of every expected row once and in order, whether the run comes to its end or not', async () => {
    for (const end of ['finish', 'expectRest'] as const) {
      const rows = inOnePartition(...[1, 2, 3, 4, 5].map((id) => ({ id, amount: 0 })))
      const heard: number[] = []
      const open = openComparison<Out>({
        identity,
        expected: () => inPieces(rows, 2),
        observedAgain: () => inPieces(observedRows({ id: 1, amount: 0 }), 1),
        onExpected: (some) => void heard.push(...some.map(({ out }) => out.id)),
      })
      await open.take(observedRows({ id: 1, amount: 0 }))
      await open[end]()
      expect(heard).toEqual([1, 2, 3, 4, 5])
    }
  })

  test('gives no account of two readings that are not of the same rows', async () => {
    const rows = inOnePartition({ id: 1, amount: 0 })
    const [observed, more] = [observedRows({ id: 2, amount: 0 }), observedRows({ id: 2, amount: 0 }, 'more')]
    const reading = streamed({ expected: rows, observed, observedAgain: more })
    await expect(reading).rejects.toThrow(
      'the second reading gave 1 expected and 2 observed rows, the first 1 expected and 1 observed rows',
    )
    let readings = 0
    const open = openComparison<Out>({
      identity,
      expected: () => inPieces((readings += 1) === 1 ? rows : [...rows, ...rows], 1),
      observedAgain: () => inPieces(observed, 1),
    })
    await open.take(observed)
    await expect(open.finish()).rejects.toThrow('the second reading gave 2 expected and 1 observed rows')
  })

  test('throws what reading the expected rows throws, but not when the rest is only to be heard of', async () => {
    await expect(
      openComparison<Out>({ identity, expected: broken, observedAgain: unneeded }).take(observedRows('x')),
    ).rejects.toThrow('the reference failed')
    await openComparison<Out>({ identity, expected: broken, observedAgain: unneeded }).expectRest()
  })

  test('ends the reading of expected rows when it is disposed of', async () => {
    let hasEnded = false
    async function* expected(): AsyncGenerator<readonly PlacedRow<Out>[]> {
      try {
        yield* inPieces(inOnePartition({ id: 1, amount: 0 }, { id: 2, amount: 0 }), 1)
      } finally {
        hasEnded = true
      }
    }
    {
      await using open = openComparison<Out>({ identity, expected, observedAgain: unneeded })
      await open.take(observedRows({ id: 1, amount: 0 }))
      expect(hasEnded).toBe(false)
    }
    expect(hasEnded).toBe(true)
  })
})

const manyRow = (id: number): Out => ({ id, amount: id / 7 })

const sentinelRow = (id: number) => ({ out: { id, amount: 0 }, line: null })

function unneeded(): AsyncIterable<readonly ObservedRow[]> {
  throw new Error('nothing is wrong: the rows need not be read again')
}

async function* broken(): AsyncGenerator<PlacedRow<Out>[]> {
  yield await Promise.reject<PlacedRow<Out>[]>(new Error('the reference failed'))
}
