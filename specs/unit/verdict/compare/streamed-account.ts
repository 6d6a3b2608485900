/** A run of the specs through the streamed comparison, and through that of whole lists. */
import { compare } from '../../../../harness/verdict/compare/compare.ts'
import type { CompareOptions } from '../../../../harness/verdict/compare/compare.ts'
import type { Identity } from '../../../../harness/scenario/scenario.ts'
import { openComparison } from '../../../../harness/verdict/compare/open-comparison.ts'
import type { ComparisonOptions } from '../../../../harness/verdict/compare/open-comparison.ts'
import type { PlacedRow } from '../../../../harness/verdict/compare/streaming/pending-rows.ts'
import type { Comparison } from '../../../../harness/verdict/comparison.ts'
import { expectedRows } from './rows.ts'
import type { Out, StreamedRun } from './streams.ts'

export const identity = 'id'

/** Rows in pieces of that many. */
export async function* inPieces<Row>(rows: readonly Row[], size: number): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}

/** Expected rows of one input partition. */
export const inOnePartition = <Row>(...outs: readonly Row[]): PlacedRow<Row>[] =>
  expectedRows(...outs).map((row) => ({ row, inputPartition: 0 }))

/** The account of whole lists, in the order of the second reading. */
export function accountOf(
  run: StreamedRun,
  settings: Pick<CompareOptions<Out>, 'tolerance' | 'delivery' | 'order'>,
): Comparison<Out> {
  return compare({
    ...settings,
    identity,
    expected: run.expected.map(({ row }) => row),
    observed: run.observedAgain,
    inputPartitionOf: (_, place) => run.expected[place]?.inputPartition ?? 0,
  })
}

/** The account of the stream, and how often each side was read. */
export async function streamed<Row = Out>(
  run: Pick<StreamedRun<Row>, 'expected' | 'observed'> & Partial<StreamedRun<Row>>,
  settings: Partial<ComparisonOptions<Row>> = {},
  sizes: { readonly expected: number; readonly observed: number } = { expected: 3, observed: 2 },
): Promise<{ comparison: Comparison<Row>; readings: { expected: number; observed: number } }> {
  const readings = { expected: 0, observed: 1 }
  const { inputPartitions, outputPartitions } = run
  await using open = openComparison<Row>({
    identity: identity as Identity<Row>,
    inputPartitions,
    outputPartitions,
    ...settings,
    expected: () => {
      readings.expected += 1
      return inPieces(run.expected, sizes.expected)
    },
    observedAgain: () => {
      readings.observed += 1
      return inPieces(run.observedAgain ?? run.observed, sizes.observed)
    },
  })
  for await (const rows of inPieces(run.observed, sizes.observed)) await open.take(rows)
  return { comparison: await open.finish(), readings }
}
