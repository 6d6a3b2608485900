/** Explains what went wrong: the rows concerned are read a second time and go through the full comparison. */
import type { ExpectedRow } from '../../../scenario/reference/reading.ts'
import type { Comparison, ObservedRow } from '../../comparison.ts'
import { compare, type CompareOptions } from '../compare.ts'
import { type Tolerance } from '../equality.ts'
import { decodedOf } from '../group-rows.ts'
import { fingerprint } from './fingerprint.ts'
import type { PlacedRow } from './pending-rows.ts'

export interface SecondReading<Out> extends Pick<CompareOptions<Out>, 'identity' | 'tolerance' | 'delivery' | 'order'> {
  readonly expected: () => AsyncIterable<readonly PlacedRow<Out>[]>
  readonly observedAgain: () => AsyncIterable<readonly ObservedRow[]>
  /** The fingerprints of the rows concerned; null: all are. */
  readonly concerned: ReadonlySet<number> | null
}

/** The account of the rows concerned, and how many were read to find them. */
export interface Explained<Out> {
  readonly comparison: Comparison<Out>
  readonly read: { readonly expected: number; readonly observed: number }
}

const exact: Tolerance = new Map()

/** Reads both sides again, and compares the rows of these fingerprints and those that do not decode. */
export async function explain<Out>(reading: SecondReading<Out>): Promise<Explained<Out>> {
  const { concerned, identity, tolerance, delivery, order } = reading
  const isConcerned = (value: unknown): boolean => concerned === null || concerned.has(fingerprint(value, exact))
  const expected: ExpectedRow<Out>[] = []
  const inputPartitions: number[] = []
  const observed: ObservedRow[] = []
  const read = { expected: 0, observed: 0 }
  for await (const piece of reading.expected()) {
    read.expected += piece.length
    for (const { row, inputPartition } of piece) {
      if (!isConcerned(row.out)) continue
      expected.push(row)
      inputPartitions.push(inputPartition)
    }
  }
  for await (const piece of reading.observedAgain()) {
    read.observed += piece.length
    for (const row of piece) if (!('decoded' in row.value) || isConcerned(decodedOf(row))) observed.push(row)
  }
  const inputPartitionOf = (_: ExpectedRow<Out>, place: number): number => inputPartitions[place] ?? 0
  return { comparison: compare({ expected, observed, identity, tolerance, delivery, order, inputPartitionOf }), read }
}
