/** Specs of what a replay hands to the broker, with a session that takes everything. */
import { writeFile } from 'node:fs/promises'

import { beforeEach, expect, test } from 'vitest'

import type { Ledger, OutgoingRecord, Progress, ReplayOptions } from '../../../harness/kafka/replay/replay.ts'
import { prepare } from '../../../harness/run/prepare.ts'
import { formatOf, replayRows } from '../../../harness/run/replay-rows.ts'
import { neverMs } from '../../patience.ts'
import { orders } from './orders.ts'

const sent: OutgoingRecord[] = []
const given: ReplayOptions[] = []

const kafka = {
  replay: async (options: ReplayOptions): Promise<Ledger> => {
    given.push(options)
    for await (const records of options.records) sent.push(...records)
    const ledger = { topic: options.topic, sent: sent.length, acknowledged: sent.length, entries: [] }
    options.onProgress?.(ledger)
    return ledger
  },
}

const plan = {
  kafka,
  topic: 'orders-in',
  timeoutMs: neverMs,
  signal: new AbortController().signal,
  onProgress: (): void => undefined,
}
const values = (): string[] => sent.map(({ value }) => String(value && Buffer.from(value)))

beforeEach(() => {
  sent.length = 0
  given.length = 0
})

test('every row is sent, in order', async () => {
  await using made = await orders()
  const ledger = await replayRows(await prepare(made.scenario), plan)
  expect(values()).toEqual(['{"id":1,"cents":250}', '{"id":2,"cents":0}', '{"id":3,"cents":100}'])
  expect(ledger).toMatchObject({ topic: 'orders-in', sent: 3, acknowledged: 3 })
})

test('a sentinel is sent last', async () => {
  await using made = await orders({ sentinel: { id: 99, cents: 100 } })
  await replayRows(await prepare(made.scenario), plan)
  expect(values()).toHaveLength(4)
  expect(values().at(-1)).toBe('{"id":99,"cents":100}')
})

test('rows without a key go round over all of the input, however it is cut into pieces', async () => {
  const rows = Array.from({ length: 9000 }, (_, row) => `${row},1\n`)
  await using made = await orders({ inputPartitions: 7 }, `id,cents\n${rows.join('')}`)
  await replayRows(await prepare(made.scenario), plan)
  expect(sent.map(({ partition }) => partition)).toEqual(rows.map((_, row) => row % 7))
})

test('the rate that a scenario chooses is handed on, and none where it chooses none', async () => {
  await using slow = await orders({ rowsPerSecond: 5 })
  await using fast = await orders()
  await replayRows(await prepare(slow.scenario), plan)
  await replayRows(await prepare(fast.scenario), plan)
  expect(given.map(({ limits }) => limits)).toEqual([
    { timeoutMs: neverMs, signal: plan.signal, rowsPerSecond: 5 },
    { timeoutMs: neverMs, signal: plan.signal },
  ])
})

test('progress is told as the ledger so far', async () => {
  await using made = await orders()
  const told: Progress[] = []
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
