/** Specs of the other streams of a run: read before it, sent whole, and part of its account. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'
import { z } from 'zod'

import type { OutgoingRecord } from '../../../harness/kafka/replay/replay.ts'
import { prepare } from '../../../harness/run/prepare.ts'
import { foreignRecords } from '../../../harness/run/replay-rows.ts'
import { makeTopics } from '../../../harness/run/run-topics.ts'
import { column } from '../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario } from '../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'
import { neverMs } from '../../patience.ts'
import { orders } from './orders.ts'

const Rate = z.object({ id: column.int(), rate: column.double() })
const signal = new AbortController().signal
const topics = { inputTopic: 'run-in', outputTopic: 'run-out', groupId: 'run' }

async function withRates(csv: string, options: { readonly sentinelId?: number; readonly isLast?: boolean } = {}) {
  const made = await orders()
  const rates = csvFixture(join(made.path, 'rates.csv'), Rate)
  await writeFile(rates.path, csv)
  const { input } = made.scenario
  const scenario = defineScenario({
    ...made.scenario,
    sides: { rates },
    ...(options.sentinelId !== undefined && { sentinel: { id: options.sentinelId, cents: 1 } }),
    ...(options.isLast && { ends: 'when-stopped', sidesSent: 'last' }),
    reference: pipeline(input.columns).join(
      rates,
      { where: ({ id }) => id, equalTo: ({ id }) => id },
      ({ id, cents }, { rate }) => ({ id, euros: (cents / 100) * rate }),
    ),
  })
  return { ...made, scenario }
}

/** What was made, and what was sent to which topic. */
function recording() {
  const did: string[] = []
  return {
    did,
    createTopics: async (wanted: readonly { name: string }[]) =>
      void did.push(`made ${wanted.map(({ name }) => name).join(', ')}`),
    replay: async ({ topic, records }: { topic: string; records: AsyncIterable<readonly OutgoingRecord[]> }) => {
      let sent = 0
      for await (const piece of records) {
        sent += piece.length
        did.push(...piece.map(({ value }) => `${topic}: ${Buffer.from(value ?? []).toString()}`))
      }
      return { topic, sent, acknowledged: sent, entries: [] }
    },
  }
}

test('a side is read, is an input of the run, and its rows make the reference', async () => {
  await using made = await withRates('id,rate\n1,2\n3,1.5\n')
  const prepared = await prepare(made.scenario)
  expect(prepared.expectedRows).toBe(2)
  expect(prepared.sides).toMatchObject([{ name: 'rates', rows: [{ line: 2 }, { line: 3 }] }])
  expect(prepared.inputs[1]?.path).toBe(join(made.path, 'rates.csv'))
})

test('a side that is not sound is refused with its place', async () => {
  await using made = await withRates('id,rate\n1,two\n')
  await expect(prepare(made.scenario)).rejects.toMatchObject({
    code: 'CSV_INVALID',
    message: expect.stringContaining('rates.csv:2:'),
  })
})

test('a sentinel whose key no side has is refused', async () => {
  await using made = await withRates('id,rate\n1,2\n', { sentinelId: 9 })
  await expect(prepare(made.scenario)).rejects.toThrow('the sentinel does not pass the reference')
})

test('it has a topic of its own, and is in it before a job can be', async () => {
  await using made = await withRates('id,rate\n1,2\n3,1.5\n')
  const kafka = recording()
  const said = await makeTopics(await prepare(made.scenario), { kafka, topics, timeoutMs: neverMs, signal })
  expect(said).toBe('run-in, run-out, run-rates; rates: 2 records')
  expect(kafka.did).toEqual([
    'made run-in, run-out, run-rates',
    'run-rates: {"id":1,"rate":2.0}',
    'run-rates: {"id":3,"rate":1.5}',
  ])
})

test('one that is to come last is not sent yet', async () => {
  await using made = await withRates('id,rate\n1,2\n', { isLast: true })
  const kafka = recording()
  const said = await makeTopics(await prepare(made.scenario), { kafka, topics, timeoutMs: neverMs, signal })
  expect(said).toBe('run-in, run-out, run-rates')
  expect(kafka.did).toHaveLength(1)
})

/** A broker on which the side's topic holds so many records. */
const holding = (rates: bigint) => ({
  recordsIn: async (topic: string) => (topic === 'run-rates' ? rates : 3n),
})

test('a record in its topic that the run has not sent is foreign', async () => {
  await using made = await withRates('id,rate\n1,2\n3,1.5\n')
  const prepared = await prepare(made.scenario)
  const ledger = { topic: 'run-in', sent: 3, acknowledged: 3, entries: [] }
  const plan = { topics, timeoutMs: neverMs, signal }
  expect(await foreignRecords(prepared, ledger, { ...plan, kafka: holding(2n) })).toBeNull()
  // A job that has ended by itself was not sent those that were to come last.
  expect(await foreignRecords(prepared, ledger, { ...plan, kafka: holding(0n) })).toBeNull()
  expect(await foreignRecords(prepared, ledger, { ...plan, kafka: holding(3n) })).toBe(
    'foreign records: run-rates has 1 that this run did not send',
  )
})
