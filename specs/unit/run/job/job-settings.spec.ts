/** Specs of the Flink settings of a job. */
import { expect, test } from 'vitest'

import { settingsOf } from '../../../../harness/run/job/job-settings.ts'

test('a job that ends with its input is run with Flink as it is', () => {
  expect(settingsOf({})).toEqual({})
  expect(settingsOf({ ends: 'with-input' })).toEqual({})
})

test('a job that never ends hands on its rows at once; in thread mode it does so by itself', () => {
  const promptly = { 'python.fn-execution.bundle.time': '5' }
  expect(settingsOf({ ends: 'never' })).toEqual(promptly)
  expect(settingsOf({ ends: 'never', mode: 'process' })).toEqual({ ...promptly, 'python.execution-mode': 'process' })
  expect(settingsOf({ ends: 'never', mode: 'thread' })).toEqual({ 'python.execution-mode': 'thread' })
})

test("a scenario's own settings win", () => {
  const own = { 'python.fn-execution.bundle.time': '50', 'a.b': 'c' }
  expect(settingsOf({ ends: 'never', flinkConfiguration: own })).toEqual(own)
})
