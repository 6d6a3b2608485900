/** Arbitrary runs for the specs of the streamed comparison: what a job may make of the rows that are expected of it. */
import * as fc from 'fast-check'

import type { Tie } from '../../../../harness/scenario/reference/reading.ts'
import type { PlacedRow } from '../../../../harness/verdict/compare/streaming/pending-rows.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { observedRow, undecodedRow } from './rows.ts'

export interface Out {
  readonly id: number
  readonly amount: number
}

/** A run: what is expected, and what was observed as the first and the second reading give it. */
export interface StreamedRun<Row = Out> {
  readonly expected: readonly PlacedRow<Row>[]
  readonly observed: readonly ObservedRow[]
  readonly observedAgain: readonly ObservedRow[]
  readonly inputPartitions: number
  readonly outputPartitions: number
}

/** What becomes of one expected row; most are left as they are. */
const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant('kept') },
  { weight: 1, arbitrary: fc.constantFrom('lost', 'twice', 'changed', 'nearly', 'late', 'followed', 'garbled') },
)
const kept = fc.constant('kept')

/** Runs of up to `maxLength` rows with up to `ids` different ones; `fates` says whether anything goes wrong. */
export const streamedRuns = (maxLength: number, ids: number, fates: 'some' | 'none'): fc.Arbitrary<StreamedRun> =>
  fc
    .record({ inputPartitions: fc.integer({ min: 1, max: 2 }), outputPartitions: fc.integer({ min: 1, max: 2 }) })
    .chain(({ inputPartitions, outputPartitions }) =>
      fc
        .record({
          rows: fc.array(
            fc.record({
              id: fc.nat({ max: ids - 1 }),
              amount: fc.constantFrom(0, 0.25, 0.5),
              input: fc.nat({ max: inputPartitions - 1 }),
              output: fc.nat({ max: outputPartitions - 1 }),
              fate: fates === 'some' ? fate : kept,
              place: fc.nat(),
            }),
            { maxLength, size: 'max' },
          ),
          isKeyed: fc.boolean(),
          sentinels: fc.nat({ max: 1 }),
          // Rows of one moment follow each other; 0 stands for rows without a tie.
          moments: fc.array(fc.record({ rows: fc.integer({ min: 1, max: 6 }), windows: fc.nat({ max: 3 }) })),
          mixing: fc.infiniteStream(fc.nat()),
          mixingAgain: fc.infiniteStream(fc.nat()),
        })
        .map(({ rows, isKeyed, sentinels, moments, mixing, mixingAgain }) => {
          const outs = rows.map(({ id, amount }) => ({ id, amount }))
          const ties = tiesOf(moments)
          const placed = rows.map(({ input }, place): PlacedRow<Out> => {
            const line = place >= rows.length - sentinels ? null : place + 2
            const tie = ties[place]
            const row = { out: outs[place] ?? { id: 0, amount: 0 }, line, ...(tie && { tie }) }
            return { row, inputPartition: input }
          })
          const partitions = Array.from({ length: outputPartitions }, (): Seen[] => [])
          for (const { id, amount, output, fate: befell, place } of rows) {
            const partition = partitions[isKeyed ? id % outputPartitions : output] ?? []
            for (const [value, distance] of madeOf({ id, amount }, befell)) {
              const back = Math.min(distance * (place % 4), partition.length)
              partition.splice(partition.length - back, 0, value)
            }
          }
          const lists = partitions.map((seen, partition) =>
            seen.map((value, offset) => rowOf(value, partition, offset)),
          )
          const observed = mixed(lists, mixing)
          return {
            expected: placed,
            observed,
            observedAgain: mixed(lists, mixingAgain),
            inputPartitions,
            outputPartitions,
          }
        }),
    )

/** The ties of the first rows, by their places; undefined for a row without. */
const tiesOf = (moments: readonly { readonly rows: number; readonly windows: number }[]): (Tie | undefined)[] =>
  moments.flatMap(({ rows, windows }, moment) =>
    Array.from({ length: rows }, (_, place) =>
      windows === 0 ? undefined : { moment, window: Math.floor((place * windows) / rows) },
    ),
  )

type Seen = { readonly decoded: unknown } | null

/** What is seen of a row, each with whether it overtakes some of the rows before it. */
function madeOf(out: Out, befell: string): [Seen, number][] {
  const seen = { decoded: { ...out } }
  switch (befell) {
    case 'lost':
      return []
    case 'twice':
      return [
        [seen, 0],
        [seen, 1],
      ]
    case 'changed':
      return [[{ decoded: { ...out, amount: out.amount + 2 } }, 0]]
    case 'nearly':
      return [[{ decoded: { amount: out.amount + 0.125, id: out.id } }, 0]]
    case 'late':
      return [[seen, 1]]
    case 'followed':
      return [
        [seen, 0],
        [{ decoded: { id: 99, amount: 0 } }, 0],
      ]
    case 'garbled':
      return [[null, 0]]
    default:
      return [[seen, 0]]
  }
}

const rowOf = (seen: Seen, partition: number, offset: number): ObservedRow =>
  seen === null ? { ...undecodedRow('{', 'no JSON', offset), partition } : observedRow(seen.decoded, partition, offset)

/** The rows of all partitions, each in its order, mixed as the numbers say. */
function mixed(partitions: readonly (readonly ObservedRow[])[], numbers: Iterator<number>): ObservedRow[] {
  const left = partitions.map((rows) => [...rows])
  const rows: ObservedRow[] = []
  for (;;) {
    const open = left.filter((list) => list.length > 0)
    const row = open[(numbers.next().value as number) % open.length]?.shift()
    if (row === undefined) return rows
    rows.push(row)
  }
}
