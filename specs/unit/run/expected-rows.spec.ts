/** Specs of what the reference expects of a scenario's input. */
import { writeFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import type { Ledger, OutgoingRecord, ReplayOptions } from '../../../harness/kafka/replay/replay.ts'
import { expectedPieces, type PlacedRow } from '../../../harness/run/expected-rows.ts'
import { prepare } from '../../../harness/run/prepare.ts'
import { replayRows } from '../../../harness/run/replay-rows.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'
import { neverMs } from '../../patience.ts'
import { type Orders, orders, type Price } from './orders.ts'

async function expectedOf({ scenario }: Orders): Promise<PlacedRow<Price>[]> {
  return (await Array.fromAsync(expectedPieces(await prepare(scenario)))).flat()
}

test('every row goes through the reference with its input line, and the sentinel last, with none', async () => {
  await using made = await orders({ sentinel: { id: 99, cents: 100 } })
  expect(await expectedOf(made)).toEqual([
    { row: { out: { id: 1, euros: 2.5 }, line: 2 }, inputPartition: 0 },
    { row: { out: { id: 3, euros: 1 }, line: 4 }, inputPartition: 0 },
    { row: { out: { id: 99, euros: 1 }, line: null }, inputPartition: 0 },
  ])
})

test.for([
  ['by its key', { inputPartitions: 3, key: 'id' }],
  ['in turn', { inputPartitions: 3 }],
  ['as the scenario chooses', { inputPartitions: 3, partition: ({ id }: { id: number }) => id % 3 }],
] as const)('an expected row knows the partition that its record goes to: %s', async ([, choices]) => {
  await using made = await orders({ ...choices, reference: pipeline<{ id: number; cents: number }>().map(priceOf) })
  const sent: OutgoingRecord[] = []
  await replayRows(await prepare(made.scenario), {
    kafka: {
      async replay({ topic, records }: ReplayOptions): Promise<Ledger> {
        for await (const piece of records) sent.push(...piece)
        return { topic, sent: 0, acknowledged: 0, entries: [] }
      },
    },
    topic: '',
    timeoutMs: neverMs,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  const placed = await expectedOf(made)
  expect(placed.map(({ inputPartition }) => inputPartition)).toEqual(sent.map(({ partition }) => partition))
})

const priceOf = ({ id, cents }: { id: number; cents: number }): Price => ({ id, euros: cents / 100 })

test('rows that the job drops count all the same when partitions go round', async () => {
  await using made = await orders({ inputPartitions: 3 })
  expect((await expectedOf(made)).map(({ inputPartition }) => inputPartition)).toEqual([0, 2])
})

test('rows of windows have an order of their own, as their rows may be of several partitions', async () => {
  const reference = pipeline<{ id: number; cents: number }>()
    .eventTime(({ id }) => id)
    .keyBy(({ cents }) => cents)
    .tumblingWindow({ sizeMs: 2, late: ({ id }): Price => ({ id, euros: -1 }) }, (rows, { startMs }): Price => {
      return { id: startMs, euros: rows.length }
    })
  const csv = 'id,cents\n2,1\n3,1\n4,1\n5,1\n2,1\n'
  await using made = await orders({ reference, inputPartitions: 2, ends: 'when-stopped' }, csv)
  const placed = await expectedOf(made)
  expect(placed.map(({ row, inputPartition }) => [row.out.id, row.out.euros, inputPartition])).toEqual([
    [2, 2, 2],
    [2, -1, 0],
    [4, 2, 2],
  ])
  await using ofOne = await orders({ reference, ends: 'when-stopped' }, csv)
  expect((await expectedOf(ofOne)).map(({ inputPartition }) => inputPartition)).toEqual([0, 0, 0])
})

test('no value is encoded for it', async () => {
  let encoded = 0
  const format = { encode: () => Buffer.from(String((encoded += 1))), decode: () => null }
  await using made = await orders({ format, inputPartitions: 3, key: 'id' })
  const prepared = await prepare(made.scenario)
  encoded = 0
  expect((await Array.fromAsync(expectedPieces(prepared))).flat()).toHaveLength(2)
  expect(encoded).toBe(0)
})

test('a reference that fails is told with the line', async () => {
  const reference = pipeline<{ id: number; cents: number }>().map((): Price => {
    throw new Error('no idea')
  })
  await using made = await orders({ reference })
  await expect(expectedOf(made)).rejects.toMatchObject({
    code: 'REFERENCE_FAILED',
    message: expect.stringContaining('line 2'),
  })
})

test('a file that was changed after its check is told', async () => {
  await using made = await orders()
  const prepared = await prepare(made.scenario)
  await writeFile(made.scenario.input.path, 'id,cents\n1,250\n2,1\n3,100\n')
  await expect(Array.fromAsync(expectedPieces(prepared))).rejects.toMatchObject({ code: 'CSV_CHANGED' })
})
