/** Specs of what is refused of a reference before anything is sent. */
import { expect, test } from 'vitest'

import { prepare } from '../../../../harness/run/prepare.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { orders } from '../orders.ts'

interface Order {
  readonly id: number
  readonly cents: number
}

/** Ids are times, cents are partitions; windows have ten milliseconds. */
const byTen = pipeline<Order>()
  .eventTime(({ id }) => id)
  .keyBy(() => 1)
  .tumblingWindow({ sizeMs: 10 }, (rows, { startMs }) => ({ id: startMs, euros: rows.length }))
const ofTwo = {
  reference: byTen,
  ends: 'when-stopped',
  inputPartitions: 2,
  partition: ({ cents }: Order) => cents,
} as const

test('a row that is late by the maximum of the watermarks, and in time by their minimum, is refused with both readings', async () => {
  await using made = await orders(ofTwo, 'id,cents\n1,0\n12,0\n3,1\n14,1\n')
  await expect(prepare(made.scenario)).rejects.toMatchObject({
    code: 'SCENARIO_INVALID',
    message: expect.stringMatching(
      /^scenario orders: .*orders\.csv:4 is in time by the minimum of the input partitions' watermarks, and late by the maximum, which has passed 9, the last millisecond of its window$/,
    ),
  })
})

test('rows in the order of their event time are in time by both', async () => {
  await using made = await orders(ofTwo, 'id,cents\n1,0\n3,1\n12,0\n14,1\n')
  expect(await prepare(made.scenario)).toMatchObject({ expectedRows: 2, partitions: [0, 1] })
})

test('a row that is late by both is late', async () => {
  await using made = await orders(ofTwo, 'id,cents\n1,0\n2,1\n12,0\n14,1\n3,1\n')
  expect(await prepare(made.scenario)).toMatchObject({ expectedRows: 2 })
  await expect(prepare({ ...made.scenario, ends: 'with-input' })).rejects.toMatchObject({
    message: expect.stringContaining('orders.csv:6 arrives after its window has closed'),
  })
})

test('one partition alone may have rows', async () => {
  await using made = await orders({ ...ofTwo, partition: () => 1 }, 'id,cents\n1,0\n12,0\n14,0\n3,0\n')
  expect(await prepare(made.scenario)).toMatchObject({ expectedRows: 2, partitions: [1] })
})
