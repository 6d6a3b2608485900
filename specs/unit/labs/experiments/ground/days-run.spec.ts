/** The scenario of an experiment's run: the job's own options behind those that it always has. */
import { expect, test } from 'vitest'

import { daysOf } from '../../../../../labs/experiments/ground/days-run.ts'

const topics = {
  brokers: 'kafka:9092',
  inputTopic: 'in',
  outputTopic: 'out',
  sideTopics: {},
  outputFolder: '/tmp/out',
  groupId: 'group',
  sink: 'kafka',
} as const
const usual = ['--brokers', 'kafka:9092', '--input', 'in', '--output', 'out', '--group', 'group']

test.each([
  ['that ends with its input', undefined, [...usual, '--bounded', '--parallelism', '2']],
  ['that is stopped', 'when-stopped' as const, [...usual, '--parallelism', '2']],
])('a job %s is given its options', (_, ends, expected) => {
  const { args } = daysOf({ rows: 10, jobOptions: ['--parallelism', '2'], ...(ends && { ends }) })
  expect(args?.({ ...topics, bounded: ends === undefined })).toEqual(expected)
})

test("settings of a run are its scenario's", () => {
  const scenario = daysOf({ rows: 10, mode: 'thread', rowsPerSecond: 5, flinkConfiguration: { a: 'b' } })
  expect(scenario).toMatchObject({ name: 'days-10', mode: 'thread', rowsPerSecond: 5, flinkConfiguration: { a: 'b' } })
})
