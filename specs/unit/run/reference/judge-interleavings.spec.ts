/** Specs of references whose result depends on how the input partitions interleave. */
import { expect, test } from 'vitest'

import { errorText } from '../../../../harness/errors.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import type { ScenarioOptions } from '../../../../harness/scenario/scenario.ts'
import { orders, type Price } from '../orders.ts'

interface Order {
  readonly id: number
  readonly cents: number
}
type Choices = Partial<ScenarioOptions<Order, Price>>

/** Without a key, the two rows of each id go to two partitions. */
const rows = 'id,cents\n1,100\n1,200\n2,10\n2,20\n3,5\n3,7\n'
const inTurn: Choices = { inputPartitions: 2 }

/** The sum of an id's cents so far. */
const totals = pipeline<Order>()
  .keyBy(({ id }) => id)
  .reduce((before, { id, cents }) => ({ id, cents: before.cents + cents }))
  .map(({ id, cents }): Price => ({ id, euros: cents }))

/** Rows an id in each ten cents of event time. */
const counts = pipeline<Order>()
  .eventTime(({ cents }) => cents, { outOfOrderMs: 1000 })
  .keyBy(({ id }) => id)
  .tumblingWindow({ sizeMs: 10 }, (some, { key }): Price => ({ id: key, euros: some.length }))

async function refusal(choices: Choices, csv = rows): Promise<string> {
  await using made = await orders({ ...inTurn, ...choices }, csv)
  return await prepare(made.scenario).then(
    () => 'accepted',
    (error: unknown) => errorText(error).replaceAll(`${made.path}/`, ''),
  )
}

test('running totals over partitions are refused with the identity and both rows', async () => {
  const csv = 'id,cents\n7,100\n7,20\n8,1\n'
  expect(await refusal({ reference: totals }, csv)).toMatchInlineSnapshot(`
    "error: scenario orders: the result of the reference depends on how the input partitions interleave, at the identity [7]: in the order of the file the row is {"id":7,"euros":100} (orders.csv:2), in another order it is {"id":7,"euros":20} (orders.csv:3) [SCENARIO_INVALID]
      the other order of lines: 3, 2, 4
    remedy: Flink reads partitions in parallel. Send all rows of one key to one partition (\`key\`, \`partition\`), compare only what does not depend on the order (\`changes\`, \`order: 'any'\`, a \`tolerance\` for sums of doubles), or set \`inputPartitions: 1\`."
  `)
})

test('running totals pass with all rows of a key in one partition', async () => {
  expect(await refusal({ reference: totals, key: 'id' })).toBe('accepted')
  expect(await refusal({ reference: totals, partition: ({ id }) => id % 2 })).toBe('accepted')
  expect(await refusal({ reference: totals, partition: () => 1 })).toBe('accepted')
})

test('only what is compared counts: the table that totals leave is the same in every order, as far as sums are', async () => {
  expect(await refusal({ reference: totals, changes: 'upsert' })).toBe('accepted')
  expect(await refusal({ reference: totals, changes: 'retract' })).toBe('accepted')
  const last = pipeline<Order>()
    .keyBy(({ id }) => id)
    .reduce((_, row) => row)
    .map(({ id, cents }): Price => ({ id, euros: cents }))
  expect(await refusal({ reference: last })).toBe('accepted')
  expect(await refusal({ reference: last, changes: 'upsert' })).toMatch(/at the identity \[3\].*"euros":7.*"euros":5/)
})

test('a count per window passes, the first row of a window is refused', async () => {
  expect(await refusal({ reference: counts })).toBe('accepted')
  expect(await refusal({ reference: counts, order: 'any', ends: 'when-stopped' })).toBe('accepted')
  const first = pipeline<Order>()
    .eventTime(() => 0)
    .keyBy(({ id }) => id)
    .tumblingWindow({ sizeMs: 10 }, ([one], { key }): Price => ({ id: key, euros: one?.cents ?? 0 }))
  expect(await refusal({ reference: first })).toContain('depends on how the input partitions interleave')
})

test('a difference within the tolerance is none', async () => {
  const sums = pipeline<Order>()
    .keyBy(({ id }) => id)
    .reduce((before, { id, cents }) => ({ id, cents: before.cents * (1 + 1e-9) + cents }))
    .map(({ id, cents }): Price => ({ id, euros: cents }))
  const changes = 'upsert'
  expect(await refusal({ reference: sums, changes })).toContain('depends on how')
  expect(await refusal({ reference: sums, changes, tolerance: { euros: 0.001 } })).toBe('accepted')
})

test('a reference without state, and one of a single partition, is not asked', async () => {
  expect(await refusal({ reference: pipeline<Order>().map(({ id }): Price => ({ id, euros: 1 })) })).toBe('accepted')
  expect(await refusal({ reference: totals, inputPartitions: 1 })).toBe('accepted')
})

test('a row that is late in another order only is refused; one that waits for its watermark is not', async () => {
  const timed: Choices = {
    reference: pipeline<Order>()
      .eventTime(({ id }) => id)
      .keyBy(() => 1)
      .tumblingWindow({ sizeMs: 10 }, (some, { startMs }): Price => ({ id: startMs, euros: some.length })),
    ends: 'when-stopped',
    partition: ({ cents }) => cents,
  }
  // The rows of line 5 could be read before that of line 4, which is late then.
  const byChance = 'id,cents\n1,0\n2,1\n12,0\n3,0\n14,1\n'
  expect(await refusal(timed, byChance)).toContain('late by the maximum')
  const waits = 'id,cents\n1,0\n2,1\n12,0\n14,1\n3,0\n4,1\n'
  expect(await refusal(timed, waits)).toBe('accepted')
})

test('the sentinel is read in any order too', async () => {
  expect(await refusal({ reference: totals, sentinel: { id: 3, cents: 1 } }, 'id,cents\n3,4\n')).toContain(
    'the sentinel',
  )
})
