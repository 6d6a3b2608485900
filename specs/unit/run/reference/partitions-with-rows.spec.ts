/** Specs of which input partitions have rows. */
import { expect, test } from 'vitest'

import { partitionsWithRows } from '../../../../harness/run/reference/partitions-with-rows.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { orders, type Price } from '../orders.ts'

interface Order {
  readonly id: number
  readonly cents: number
}

const timed = pipeline<Order>()
  .eventTime(({ id }) => id)
  .map(({ id }): Price => ({ id, euros: 0 }))

test('they are those that the rows and the sentinel go to', async () => {
  const choices = { reference: timed, inputPartitions: 5, partition: ({ id }: Order) => (id === 2 ? 1 : 3) }
  await using made = await orders(choices)
  expect(await partitionsWithRows(made.scenario)).toEqual([1, 3])
  await using withSentinel = await orders({ ...choices, partition: ({ id }) => id % 5, sentinel: { id: 99, cents: 1 } })
  expect(await partitionsWithRows(withSentinel.scenario)).toEqual([1, 2, 3, 4])
})

const never = (): never => {
  throw new Error('asked')
}

test('nobody asks where nothing depends on them', async () => {
  await using untimed = await orders({ inputPartitions: 5, partition: never })
  await using one = await orders({ reference: timed, partition: never })
  expect([await partitionsWithRows(untimed.scenario), await partitionsWithRows(one.scenario)]).toEqual([[0], [0]])
})
