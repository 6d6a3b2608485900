/** What the rest of a scenario has to be like for the end that its job is to come to. */
import { expect, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario, pyflinkJob } from '../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'

const Day = z.object({ date: column.date() })
const options = {
  name: 'days',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'days.job' }),
  input: csvFixture('fixtures/days.csv', Day),
  reference: pipeline(Day),
  identity: 'date',
} as const
const endless = { ...options, ends: 'never', sentinel: { date: '2012-01-01' } } as const

test('a job that never ends needs a sentinel', () => {
  expect(() => defineScenario({ ...options, ends: 'never' })).toThrow(
    'ends: a job that never ends needs a `sentinel`, whose output marks the end',
  )
})

test.each([{ inputPartitions: 2 }, { outputPartitions: 2 }])('and not %j, which keep no order', (partitions) => {
  expect(() => defineScenario({ ...endless, ...partitions })).toThrow(
    'ends: a job that never ends needs one input partition and one output partition, where order is kept',
  )
})

test.each(['any', () => 1] as const)('nor %s for the order of its rows', (order) => {
  expect(() => defineScenario({ ...endless, order })).toThrow(
    "ends: a job that never ends must keep the order of its input, because the sentinel must arrive last; 'when-stopped' does not need it",
  )
})

test.each(['file', 'console'] as const)('nor a sink that is read at the end alone: %s', (sink) => {
  expect(() => defineScenario({ ...endless, sink })).toThrow(
    'ends: a job that never ends needs a Kafka sink; other sinks are read after the job has ended',
  )
  expect(defineScenario({ ...options, ends: 'when-stopped', sink }).sink).toBe(sink)
})

test.each([
  endless,
  { ...endless, inputPartitions: 1, outputPartitions: 1, order: 'input' },
  { ...options, ends: 'when-stopped', inputPartitions: 2, outputPartitions: 2, order: 'any' },
] as const)('nothing is said of %o', (given) => {
  expect(defineScenario(given).ends).toBe(given.ends)
})
