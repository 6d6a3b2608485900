/** Specs of what a replay hands to the broker and expects of the job, with a broker that takes everything. */
import { writeFile } from 'node:fs/promises'

import { beforeEach, expect, test, vi } from 'vitest'

import type { Ledger, OutgoingRecord, ReplayOptions } from '../../../harness/kafka/replay/replay.ts'
import { prepare } from '../../../harness/run/prepare.ts'
import { formatOf, replayRows } from '../../../harness/run/replay-rows.ts'
import { orders } from './orders.ts'

const sent: OutgoingRecord[] = []
const given: ReplayOptions[] = []

vi.mock('../../../harness/kafka/replay/replay.ts', () => ({
  replay: async (options: ReplayOptions): Promise<Ledger> => {
    given.push(options)
    for await (const record of options.records) sent.push(record)
    const ledger = { topic: options.topic, sent: sent.length, acknowledged: sent.length, entries: [] }
    options.onProgress?.(ledger)
    return ledger
  },
}))

const plan = {
  brokers: '127.0.0.1:9092',
  topic: 'orders-in',
  timeoutMs: 1000,
  signal: new AbortController().signal,
  onProgress: (): void => undefined,
}
const values = (): string[] => sent.map(({ value }) => String(value && Buffer.from(value)))

beforeEach(() => {
  sent.length = 0
  given.length = 0
})

test('every row is sent in order, and goes through the reference with its input line', async () => {
  await using made = await orders()
  const { ledger, expected } = await replayRows(await prepare(made.scenario), plan)
  expect(values()).toEqual(['{"id":1,"cents":250}', '{"id":2,"cents":0}', '{"id":3,"cents":100}'])
  expect(expected).toEqual([
    { out: { id: 1, euros: 2.5 }, line: 2 },
    { out: { id: 3, euros: 1 }, line: 4 },
  ])
  expect(ledger).toMatchObject({ sent: 3, acknowledged: 3 })
})

test('a sentinel is sent last, and stands on no line', async () => {
  await using made = await orders({ sentinel: { id: 99, cents: 100 } })
  const { expected } = await replayRows(await prepare(made.scenario), plan)
  expect(values().at(-1)).toBe('{"id":99,"cents":100}')
  expect(expected.at(-1)).toEqual({ out: { id: 99, euros: 1 }, line: null })
})

test('an expected row knows the input partition that its record went to', async () => {
  await using made = await orders({ inputPartitions: 3, partition: ({ id }) => id % 3 })
  const { expected, inputPartitionOf } = await replayRows(await prepare(made.scenario), plan)
  expect(sent.map(({ partition }) => partition)).toEqual([1, 2, 0])
  expect(expected.map(inputPartitionOf)).toEqual([1, 0])
})

test('the rate that a scenario chooses is handed on, and none where it chooses none', async () => {
  await using slow = await orders({ rowsPerSecond: 5 })
  await using fast = await orders()
  await replayRows(await prepare(slow.scenario), plan)
  await replayRows(await prepare(fast.scenario), plan)
  expect(given.map(({ limits }) => limits)).toEqual([
    { timeoutMs: 1000, signal: plan.signal, rowsPerSecond: 5 },
    { timeoutMs: 1000, signal: plan.signal },
  ])
})

test('progress is told as the ledger so far', async () => {
  await using made = await orders()
  const told: Ledger[] = []
  await replayRows(await prepare(made.scenario), { ...plan, onProgress: (soFar) => told.push(soFar) })
  expect(told).toEqual([expect.objectContaining({ sent: 3, acknowledged: 3 })])
})

test('a file that was changed after its check ends the replay', async () => {
  await using made = await orders()
  const prepared = await prepare(made.scenario)
  await writeFile(made.scenario.input.path, 'id,cents\n1,250\n2,1\n3,100\n')
  await expect(replayRows(prepared, plan)).rejects.toMatchObject({ code: 'CSV_CHANGED' })
})

test('a format of the scenario takes the place of JSON', async () => {
  const format = { encode: ({ id }: { id: number }) => Buffer.from(`#${id}`), decode: () => null }
  await using made = await orders({ format })
  expect(formatOf(made.scenario)).toBe(format)
  await replayRows(await prepare(made.scenario), plan)
  expect(values()).toEqual(['#1', '#2', '#3'])
})
