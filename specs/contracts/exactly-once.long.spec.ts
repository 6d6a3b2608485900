/** Jobs with an exactly-once sink that cannot be judged: an open transaction, and a prefix that a job of somebody else uses. */
import { randomBytes } from 'node:crypto'

import { expect, test } from 'streamassay/vitest'

import { packageJob } from '../../harness/flink/submission/package-job.ts'
import { submitJob } from '../../harness/flink/submission/submit-job.ts'
import { cancelJob } from '../../harness/flink/watch-job.ts'
import { openKafkaSession } from '../../harness/kafka/session.ts'
import { lateJobMs } from '../patience.ts'
import { payments, paymentsJob, withTransactionTimeout } from './payments.ts'

/** The job has written its rows by then, also beside others. */
const begunMs = 4 * lateJobMs

test('a job that never ends and makes no checkpoint is unknown: its transaction is open', async ({ stack }) => {
  const run = await stack.run(await payments({ ends: 'never', sentinel: { id: 99, cents: 1 }, jobTimeoutMs: begunMs }))
  expect(run).toMatchObject({
    verdict: 'unknown',
    reason: `the output of the sentinel is missing ${begunMs / 1000} s after all rows were sent: rows are in an open transaction`,
    remedy: expect.stringContaining('Turn on checkpointing'),
  })
})

test('a prefix that is in use is unknown, whichever job uses it', async ({ stack }) => {
  const name = `foreign-${randomBytes(4).toString('hex')}`
  const topics = { inputTopic: `${name}-in`, outputTopic: `${name}-out`, groupId: name, bounded: false }
  await using kafka = openKafkaSession(stack.brokers)
  const made = [topics.inputTopic, topics.outputTopic].map((topic) => ({ name: topic, partitions: 1 }))
  await kafka.createTopics(made, { timeoutMs: 30_000 })
  const { flinkUrl, brokersForJobs: brokers } = stack
  const args = withTransactionTimeout(60_000)
  const { jobId } = await submitJob({
    flinkUrl,
    python: stack.python,
    package: await packageJob(paymentsJob),
    module: paymentsJob.module,
    args: args({ ...topics, brokers, sink: 'kafka', outputFolder: '', sideTopics: {} }),
    readJobManagerLog: () => Promise.resolve(''),
  })
  try {
    const run = await stack.run(await payments())
    expect(run).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('another sink uses its transactional id prefix'),
      remedy: expect.stringContaining('its own transactional id prefix'),
    })
    const endless = await payments({ ends: 'never', sentinel: { id: 99, cents: 1 } })
    for (const scenario of [await payments(), endless]) {
      const check = await stack.check(scenario, { cases: 5, seed: 1, regressions: null })
      expect(check).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringContaining('another sink uses its transactional id prefix'),
      })
    }
  } finally {
    await cancelJob({ flinkUrl, jobId, timeoutMs: 30_000 })
  }
})
