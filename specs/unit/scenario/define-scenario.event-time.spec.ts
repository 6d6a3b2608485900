/** What a scenario may not be whose reference goes by event time. */
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
  reference: pipeline(Day)
    .eventTime(({ date }) => Date.parse(date))
    .keyBy(() => 1)
    .tumblingWindow({ sizeMs: 86_400_000 }, (days) => ({ days: days.length })),
  identity: 'days',
} as const

test('it may have several input partitions', () => {
  expect(defineScenario({ ...options, inputPartitions: 2 }).inputPartitions).toBe(2)
})

test('its job ends, as windows would stay open', () => {
  expect(() => defineScenario({ ...options, ends: 'never', sentinel: { date: '2012-01-01' } })).toThrow(
    "ends: with event time, a job that never ends leaves windows open; 'when-stopped' closes them",
  )
})

test('it may end with its input, or be stopped', () => {
  for (const ends of ['with-input', 'when-stopped'] as const) {
    expect(defineScenario({ ...options, ends }).reference.hasEventTime).toBe(true)
  }
})
