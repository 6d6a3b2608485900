/** A scenario for the specs of checks: orders with a total, the large ones kept. */
import { z } from 'zod'

import { column } from '../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario } from '../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'

export const columns = z.object({
  id: column.long(),
  customer: column.text(),
  total: column.double(),
  day: column.date(),
  note: column.orNull(column.text()),
})

export type Order = z.output<typeof columns>

/** An order; what is not given is tame. */
export const order = (changes: Partial<Order> = {}): Order => ({
  id: 1n,
  customer: 'ada',
  total: 100,
  day: '2026-01-01',
  note: null,
  ...changes,
})

export const kept: readonly Order[] = [order(), order({ id: 2n, total: 250.25, note: 'gift' })]
export const dropped: readonly Order[] = [order({ id: 3n, total: 99.5 })]

/** What comes out of an order that is large enough. */
export interface LargeOrder {
  readonly id: bigint
  readonly cents: number
}

export const scenario = defineScenario({
  name: 'large-orders',
  job: { root: 'jobs', module: 'orders.job' },
  input: csvFixture('orders.csv', columns),
  reference: pipeline(columns)
    .filter(({ total }) => total >= 100)
    .map(({ id, total }): LargeOrder => ({ id, cents: Math.round(total * 100) })),
  identity: 'id',
})
