/** Specs of a job whose main fails: before it has started a job, and afterwards. */
import { expect, test } from 'vitest'

import { prepare } from '../../../../harness/run/prepare.ts'
import { submitScenario } from '../../../../harness/run/job/submit-scenario.ts'
import { noJob } from '../../../../harness/verdict/run-account.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { flinkThat } from '../flink-of-one-job.ts'
import { orders } from '../orders.ts'

const mainThatRaises = {
  run: {
    status: 400,
    body: {
      errors: [
        'x.Y: no\n\tat a.B.c(B.java:1)\nCaused by: a.B: Python process exits with code: 1\n\tat a.B.c(B.java:1)',
      ],
    },
  },
  log: [
    'PythonEnvUtils [] - Starting Python process with environment variables: {PYTHONPATH=/tmp/9a_job.jar}',
    'PythonDriver [] - ---- Python Process Started ----',
    'PythonDriver [] - Traceback (most recent call last):',
    'PythonDriver [] -   File "/x/9a_job.jar/orders/job.py", line 7, in main',
    'PythonDriver [] - KeyError: 3',
    'PythonDriver [] - ---- Python Process Exited ----',
  ].join('\n'),
}

const topics = { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' }
const cancels = (asked: readonly string[]): number => asked.filter((line) => line.startsWith('PATCH')).length

async function submitTo(state: Parameters<typeof flinkThat>[0]['state']) {
  const { run, log } = mainThatRaises
  await using flink = await flinkThat({ run, state })
  await using made = await orders()
  const stack = fakeStack({ flinkUrl: flink.url, log: () => Promise.resolve(log) })
  return await submitScenario(await prepare(made.scenario), { stack, topics, signal: new AbortController().signal })
}

test('a job whose main raises never started, and what Python raised is its exception', async () => {
  const submitted = await submitTo(null)
  const exception = expect.objectContaining({ type: 'KeyError', file: 'orders/job.py', line: 7 })
  expect(submitted).toEqual({ refused: { ...noJob, exception } })
})

test('a job whose main raises after execute() did start: it is cancelled, and its end is awaited', async () => {
  const submitted = await submitTo((asked) => (cancels(asked) === 2 ? 'CANCELED' : 'RUNNING'))
  expect(submitted).toMatchObject({
    refused: { state: 'CANCELED', hasFailedMain: true, name: 'orders', exception: { type: 'KeyError' } },
  })
  expect(submitted).toMatchObject({ refused: { id: expect.stringMatching(/^5a55/) } })
})
