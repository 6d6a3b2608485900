/** Specs of what is refused of a scenario whose output rows are changes of a table. */
import { expect, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario, pyflinkJob } from '../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'

const Order = z.object({ id: column.int() })
const options = {
  name: 'orders',
  job: pyflinkJob({ root: 'jobs', module: 'orders.job' }),
  input: csvFixture('orders.csv', Order),
  reference: pipeline(Order),
  identity: 'id',
} as const

test.for([
  [{ order: 'input' }, 'order: with `changes`, the rows of the table have no order'],
  [{ outputPartitions: 2 }, 'outputPartitions: `changes` need one partition, which keeps their order'],
  [{ ends: 'never', sentinel: { id: 1 } }, "ends: `changes` need a job that ends: 'when-stopped'"],
  [{ delivery: 'at-least-once' }, 'delivery: a duplicated change'],
] as const)('beside changes there is no %j', ([changed, complaint]) => {
  expect(() => defineScenario({ ...options, ...changed, changes: 'retract' })).toThrow(complaint)
  expect(() => defineScenario({ ...options, ...changed })).not.toThrow()
})

test('an upsert stream may bring a row twice', () =>
  expect(defineScenario({ ...options, changes: 'upsert', delivery: 'at-least-once' }).changes).toBe('upsert'))
