/** Rows for the specs of the comparison, written as short as they are read. */
import type { ExpectedRow } from '../../../../harness/scenario/reference/reading.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'

/** Expected rows as of a file with a header: the first comes from line 2. */
export const expectedRows = <Out>(...outs: readonly Out[]): ExpectedRow<Out>[] =>
  outs.map((out, index) => ({ out, line: index + 2 }))

/** Observed rows of partition 0, at offsets from 0. */
export const observedRows = (...values: unknown[]): ObservedRow[] =>
  values.map((value, index) => observedRow(value, 0, index))

/** One observed row. */
export const observedRow = (decoded: unknown, partition: number, offset: number): ObservedRow => ({
  partition,
  offset: BigInt(offset),
  timestampMs: 0,
  value: { decoded },
})

/** A record whose value does not decode. */
export const undecodedRow = (text: string, problem: string, offset: number): ObservedRow => ({
  partition: 0,
  offset: BigInt(offset),
  timestampMs: 0,
  value: { raw: new TextEncoder().encode(text), problem },
})
