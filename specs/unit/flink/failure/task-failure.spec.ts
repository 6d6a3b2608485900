/** Specs of reading a task's failure from its TaskManager's log, on the log of a real run (Flink 2.2.1, shortened). */
import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { jobException } from '../../../../harness/flink/failure/exceptions.ts'
import { hidesTaskFailure, taskFailure } from '../../../../harness/flink/failure/task-failure.ts'

const log = readFileSync(new URL('failures/task-failed-at-once.txt', import.meta.url), 'utf8')
const operator = 'Source: days -> Map, Map, Filter, Map -> Sink: Writer -> Sink: Committer'

test('what a task failed with is the same in the log as it is over REST', () => {
  const found = taskFailure(log, ['Sink: other', operator])
  expect(found?.operator).toBe(operator)
  expect(jobException(found?.stacktrace ?? '')).toMatchObject({
    type: 'NameError',
    message: "name 'moderate' is not defined",
    file: 'weather/logic.py',
    line: 57,
    causes: ['IOException: Failed to deserialize consumer record due to', expect.any(String), expect.any(String)],
  })
})

test('the last failure counts, and it ends with the next entry of the log', () => {
  const other =
    '2026-11-26 00:51:00,218 WARN  a.Task [] - Sink: other (2/4)#1 (1_2_3_4) switched from DEPLOYING to FAILED with failure cause:'
  const entries = [
    log,
    other,
    'a.B: first',
    other,
    'a.B: last',
    '\tat a.B.c(B.java:1) [?:?]',
    '2026-11-26 00:51:00,219 INFO  a.B [] - x',
  ]
  expect(taskFailure(entries.join('\n'), ['Sink: other'])).toEqual({
    operator: 'Sink: other',
    stacktrace: 'a.B: last\n\tat a.B.c(B.java:1)',
  })
})

test('there is none of other jobs’ operators, and none in an empty log', () => {
  expect(taskFailure(log, ['Source: days'])).toBeNull()
  expect(taskFailure('', [operator])).toBeNull()
  expect(taskFailure(log, [operator], Date.parse('2026-11-26T00:50:59.219Z'))).toBeNull()
  expect(taskFailure(log, [operator], Date.parse('2026-11-26T00:50:59.218Z'))).not.toBeNull()
})

test('only the loss of an event hides what a task failed with', () => {
  const type = 'org.apache.flink.runtime.operators.coordination.TaskNotRunningException'
  expect(hidesTaskFailure({ type })).toBe(true)
  expect(hidesTaskFailure({ type: 'java.io.IOException' })).toBe(false)
})
