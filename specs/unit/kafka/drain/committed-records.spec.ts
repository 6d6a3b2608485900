/** Batches are written down as a broker would bring them; which of their records are rows is then a matter of rules. */
import { describe, expect, test } from 'vitest'

import { committedRecords, type FetchedBatch, nextOffset } from '../../../../harness/kafka/drain/committed-records.ts'

const transaction = 16
const control = 48
const brokersTime = 8

/** A batch of one record for each letter, by producer 1 unless told otherwise. */
function batch(firstOffset: bigint, letters: string, attributes = 0, producerId = 1n): FetchedBatch {
  const records = Array.from(letters, (letter, offsetDelta) => ({
    offsetDelta,
    timestampDelta: BigInt(offsetDelta),
    value: Buffer.from(letter),
  }))
  return {
    firstOffset,
    lastOffsetDelta: records.length - 1,
    attributes,
    firstTimestamp: 1000n,
    maxTimestamp: 9000n,
    producerId,
    records,
  }
}
const marker = (offset: bigint, producerId = 1n): FetchedBatch => batch(offset, '!', control, producerId)

const lettersOf = (batches: FetchedBatch[], aborted: [bigint, bigint][] = [], from = 0n): string =>
  committedRecords(
    batches,
    aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset })),
    from,
  )
    .map(({ value }) => value?.toString())
    .join('')

describe('committedRecords', () => {
  test('are all records of no transaction, with their offsets and timestamps', () => {
    expect(committedRecords([batch(0n, 'ab'), batch(2n, 'c')], [], 0n)).toEqual([
      { offset: 0n, timestampMs: 1000, value: Buffer.from('a'), isInTransaction: false },
      { offset: 1n, timestampMs: 1001, value: Buffer.from('b'), isInTransaction: false },
      { offset: 2n, timestampMs: 1000, value: Buffer.from('c'), isInTransaction: false },
    ])
  })

  test('carry the time of arrival where the topic keeps that one', () => {
    expect(committedRecords([batch(0n, 'a', brokersTime)], [], 0n)[0]?.timestampMs).toBe(9000)
  })

  test('are not the control records, though these take up offsets', () => {
    expect(lettersOf([batch(0n, 'ab', transaction), marker(2n), batch(3n, 'c', transaction), marker(4n)])).toBe('abc')
  })

  test('say whether they came in a transaction', () => {
    const batches = [batch(0n, 'a', transaction), marker(1n), batch(2n, 'b')]
    expect(committedRecords(batches, [], 0n).map(({ isInTransaction }) => isInTransaction)).toEqual([true, false])
  })

  test('are not those of an aborted transaction, up to its control record', () => {
    const batches = [batch(0n, 'ab', transaction), marker(2n), batch(3n, 'c', transaction), marker(4n)]
    expect(lettersOf(batches, [[1n, 0n]])).toBe('c')
    expect(lettersOf(batches, [[1n, 3n]])).toBe('ab')
  })

  test('are judged right when one producer aborted twice within a fetch, with a commit in between', () => {
    const batches = [
      batch(0n, 'a', transaction),
      marker(1n),
      batch(2n, 'b', transaction),
      marker(3n),
      batch(4n, 'c', transaction),
      marker(5n),
    ]
    const aborted: [bigint, bigint][] = [
      [1n, 4n],
      [1n, 0n],
    ]
    expect(lettersOf(batches, aborted)).toBe('b')
  })

  test('are judged by their own producer when two transactions interleave', () => {
    const batches = [
      batch(0n, 'a', transaction, 1n),
      batch(1n, 'x', transaction, 2n),
      batch(2n, 'b', transaction, 1n),
      marker(3n, 2n),
      batch(4n, 'c', transaction, 1n),
      marker(5n, 1n),
    ]
    expect(lettersOf(batches, [[2n, 1n]])).toBe('abc')
    expect(lettersOf(batches, [[1n, 0n]])).toBe('x')
  })

  test('are not those of a transaction that began before the fetch, or is aborted after it', () => {
    expect(lettersOf([batch(5n, 'b', transaction), marker(6n), batch(7n, 'c')], [[1n, 2n]], 5n)).toBe('c')
    expect(lettersOf([batch(5n, 'b', transaction), batch(6n, 'c', 0, 2n)], [[1n, 5n]], 5n)).toBe('c')
  })

  test('of no transaction stay, even when their producer has an aborted one', () => {
    expect(lettersOf([batch(0n, 'a', transaction), batch(1n, 'b')], [[1n, 0n]])).toBe('b')
  })

  test('are those from the offset asked for, when a batch begins before it', () => {
    expect(lettersOf([batch(0n, 'abcd'), batch(4n, 'efgh')], [], 2n)).toBe('cdefgh')
  })

  test('may have no value', () => {
    const tombstone = { ...batch(0n, 'a'), records: [{ offsetDelta: 0, timestampDelta: 0n, value: null }] }
    expect(committedRecords([tombstone], [], 0n)).toEqual([
      { offset: 0n, timestampMs: 1000, value: null, isInTransaction: false },
    ])
  })
})

test('the next offset is counted from positions and not from records, of which a batch may have lost some', () => {
  expect(nextOffset({ ...batch(10n, ''), lastOffsetDelta: 4 })).toBe(15n)
})
