/** Specs of lifting a job's output out of the JobManager's log, on lines of a real one. */
import { expect, test } from 'vitest'

import { pythonOutput } from '../../../../harness/flink/failure/python-output.ts'

const logged = (text: string): string =>
  `2026-11-23 04:45:24,143 INFO  org.apache.flink.client.python.PythonDriver                  [] - ${text}`

const submission = (jarId: string, output: readonly string[], ended = true): readonly string[] => [
  '2026-11-23 04:45:23,964 INFO  org.apache.flink.client.ClientUtils                          [] - Starting program (detached: true)',
  `2026-11-23 04:45:23,982 INFO  org.apache.flink.client.python.PythonEnvUtils                [] - Starting Python process with environment variables: {PYTHONPATH=/tmp/pyflink/27cb/d473/${jarId}}, command: python -u -m orders.job`,
  logged('--------------------------- Python Process Started --------------------------'),
  ...output.flatMap((line) => [line, logged(line)]),
  ...(ended ? [logged('--------------------------- Python Process Exited ---------------------------')] : []),
]

const traceback = [
  'Traceback (most recent call last):',
  '  File "/tmp/pyflink/27cb/d473/b_job.jar/orders/job.py", line 10, in main',
  '    x = a - b',
  '',
  'RuntimeError: main - has no luck',
]

const exit = [
  '2026-11-23 04:45:24,219 ERROR org.apache.flink.client.python.PythonDriver                  [] - Run python process failed',
  'java.lang.RuntimeException: Python process exits with code: 1',
]

test('the output between the two marks is lifted, each line once and with its indentation', () => {
  const log = [...submission('b_job.jar', traceback), ...exit].join('\n')
  expect(pythonOutput(log, 'b_job.jar')).toEqual({ text: traceback.join('\n'), ended: true })
})

test('one submission is told from those before and after it', () => {
  const log = ['a', 'b', 'c'].flatMap((id) => submission(`${id}_job.jar`, [`I am ${id}`]).concat(exit)).join('\n')
  expect(pythonOutput(log, 'b_job.jar')).toEqual({ text: 'I am b', ended: true })
})

test('an output that goes on is given as far as it goes', () => {
  const log = submission('b_job.jar', ['connecting'], false).join('\n')
  expect(pythonOutput(log, 'b_job.jar')).toEqual({ text: 'connecting', ended: false })
})

test('what another thread logs meanwhile is not the output of the job', () => {
  const other =
    '2026-11-23 04:45:24,331 ERROR org.apache.flink.runtime.rest.handler.job.JobDetailsHandler  [] - not found'
  const log = submission('b_job.jar', ['one', 'two']).join('\n').replace('\none', `\n${other}\none`)
  expect(pythonOutput(log, 'b_job.jar')?.text).toBe('one\ntwo')
})

test('a log without the submission has nothing to lift', () => {
  expect(pythonOutput(submission('a_job.jar', ['I am a']).join('\n'), 'b_job.jar')).toBeNull()
  expect(pythonOutput('', 'b_job.jar')).toBeNull()
})
