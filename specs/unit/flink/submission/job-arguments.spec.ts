/** Specs of the command line that a job is given. */
import { expect, test } from 'vitest'

import { jobArguments } from '../../../../harness/flink/submission/job-arguments.ts'

const topics = { brokers: 'kafka:9092', inputTopic: 'in-1', outputTopic: 'out-1', groupId: 'group-1' }

test('a job gets the four usual flags and --bounded when its scenario has none of its own', () => {
  expect(jobArguments({}, topics).join(' ')).toBe(
    '--brokers kafka:9092 --input in-1 --output out-1 --group group-1 --bounded',
  )
})

test('a job that never ends is not told to stop at what its input holds', () => {
  expect(jobArguments({ ends: 'never' }, topics)).toEqual(jobArguments({}, topics).slice(0, -1))
  expect(jobArguments({ ends: 'with-input' }, topics)).toEqual(jobArguments({}, topics))
})

test('a job that writes elsewhere than to Kafka is told so, and where to', () => {
  const usual = '--brokers kafka:9092 --input in-1 --output'
  expect(jobArguments({ sink: 'file' }, topics).join(' ')).toBe(
    `${usual} /tmp/streamassay-output/out-1 --group group-1 --bounded --sink file`,
  )
  expect(jobArguments({ sink: 'console', ends: 'when-stopped' }, topics).join(' ')).toBe(
    `${usual} out-1 --group group-1 --sink console`,
  )
  expect(jobArguments({ sink: 'file', args: ({ outputFolder, sink }) => [sink, outputFolder] }, topics)).toEqual([
    'file',
    '/tmp/streamassay-output/out-1',
  ])
})

test('a scenario may give a job flags of its own, made from the topics', () => {
  expect(jobArguments({ args: ({ inputTopic, brokers }) => ['-i', `${brokers}/${inputTopic}`] }, topics)).toEqual([
    '-i',
    'kafka:9092/in-1',
  ])
})

test('arguments that are not strings are refused before anything is submitted', () => {
  const args = (() => ['--limit', 5]) as unknown as () => string[]
  expect(() => jobArguments({ args }, topics)).toThrow(
    expect.objectContaining({ code: 'SCENARIO_INVALID', message: expect.stringContaining('["--limit",5]') }),
  )
})

const boom = (): never => {
  throw new Error('boom')
}

test('an exception of the scenario is reported with its line', () => {
  expect(() => jobArguments({ args: boom }, topics)).toThrow(
    expect.objectContaining({
      code: 'SCENARIO_INVALID',
      message: expect.stringMatching(/^args failed: boom, thrown at specs\/.*job-arguments\.spec\.ts:\d+$/),
    }),
  )
})
