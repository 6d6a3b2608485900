/** Specs of what a submission asks of the JobManager, and what it takes back when it fails. */
import { expect, test, vi } from 'vitest'

import { type Submission, submitJob } from '../../../../harness/flink/submission/submit-job.ts'
import { neverMs, onlyThisEndsItMs } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import { type FakeAnswer, type FakeFlink, fakeFlink } from '../fake-flink.ts'

const uploaded = { body: { filename: '/var/lib/flink/flink-web-upload/9a_job.jar', status: 'success' } }
const done = { body: {} }

const flinkThat = (runs: FakeAnswer, more: Record<string, FakeAnswer> = {}) =>
  fakeFlink({
    'POST /jars/upload': uploaded,
    'POST /jars/9a_job.jar/run': runs,
    'DELETE /jars/9a_job.jar': done,
    'PATCH /jobs/': { status: 404, body: { errors: ['not found'] } },
    ...more,
  })

const submission = (flinkUrl: string, more: Partial<Submission> = {}): Submission => ({
  flinkUrl,
  python: '/opt/venv/bin/python',
  package: { zip: new Uint8Array([80, 75]), sha256: '', files: [] },
  module: 'orders.job',
  args: ['--input', 'in-1'],
  readJobManagerLog: () => Promise.resolve(''),
  ...more,
})

test('a job has the id that it is given', async () => {
  await using flink = await flinkThat(done)
  const jobId = 'd41d8cd98f00b204e9800998ecf8427e'
  expect(await submitJob(submission(flink.url, { jobId }))).toEqual({ jobId })
  expect(JSON.parse(flink.bodies[1] ?? '')).toMatchObject({ jobId })
})

const refusal = (stacktrace: string) => ({ status: 400, body: { errors: [stacktrace] } })

const pythonFailed = refusal(
  'org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.\n\tat a.B.c(B.java:1)\n' +
    'Caused by: java.lang.RuntimeException: Python process exits with code: 1\n\tat a.B.c(B.java:1)',
)

const logOf = (...output: readonly string[]): string =>
  [
    '04:45 PythonEnvUtils [] - Starting Python process with environment variables: {PYTHONPATH=/tmp/9a_job.jar}',
    '04:45 PythonDriver [] - ---- Python Process Started ----',
    ...output.map((line) => `04:45 PythonDriver [] - ${line}`),
    '04:45 PythonDriver [] - ---- Python Process Exited ----',
  ].join('\n')

const reading = (log: string) => () => Promise.resolve(log)

test('a job is uploaded, run by the Python driver under an id of ours, and its upload is removed', async () => {
  await using flink = await flinkThat(done)
  const { jobId } = await submitJob(submission(flink.url, { name: 'rainy' }))
  expect(jobId).toMatch(/^[0-9a-f]{32}$/)
  expect(flink.asked).toEqual(['POST /jars/upload', 'POST /jars/9a_job.jar/run', 'DELETE /jars/9a_job.jar'])
  expect(flink.bodies[0]).toMatch(/name="jarfile"; filename="job.jar"[^]*PK/)
  expect(JSON.parse(flink.bodies[1] ?? '')).toEqual({
    entryClass: 'org.apache.flink.client.python.PythonDriver',
    programArgsList: ['-pyclientexec', '/opt/venv/bin/python', '-pym', 'orders.job', '--input', 'in-1'],
    flinkConfiguration: {
      'restart-strategy.type': 'none',
      'pipeline.name': 'rainy',
      'python.files': '/var/lib/flink/flink-web-upload/9a_job.jar',
    },
    jobId,
  })
})

test("a scenario's own settings win, and its Python files come after the job's", async () => {
  await using flink = await flinkThat(done)
  const flinkConfiguration = { 'restart-strategy.type': 'fixed-delay', 'python.files': '/opt/more.zip' }
  await submitJob(submission(flink.url, { flinkConfiguration }))
  expect(JSON.parse(flink.bodies[1] ?? '')).toMatchObject({
    flinkConfiguration: {
      'restart-strategy.type': 'fixed-delay',
      'python.files': '/var/lib/flink/flink-web-upload/9a_job.jar,/opt/more.zip',
    },
  })
})

test('a submission that fails is withdrawn: the job that may exist is cancelled, the upload removed', async () => {
  await using flink = await flinkThat(pythonFailed)
  const readJobManagerLog = reading(
    logOf('Traceback (most recent call last):', '  File "a.py", line 1', 'RuntimeError: main has no luck'),
  )
  await expect(submitJob(submission(flink.url, { readJobManagerLog }))).rejects.toMatchObject({
    cause: { exception: { type: 'RuntimeError', message: 'main has no luck' } },
  })
  const { jobId } = JSON.parse(flink.bodies[1] ?? '') as { jobId: string }
  expect(flink.asked.slice(2).toSorted()).toEqual(['DELETE /jars/9a_job.jar', `PATCH /jobs/${jobId}?mode=cancel`])
})

test('what cannot be withdrawn is told beside the failure, not in its place', async () => {
  await using flink = await flinkThat(pythonFailed, {
    'DELETE /jars/9a_job.jar': { status: 500, body: { errors: ['disk full'] } },
  })
  const readJobManagerLog = reading(logOf('orders: wrong usage'))
  await expect(submitJob(submission(flink.url, { readJobManagerLog }))).rejects.toMatchObject({
    code: 'JOB_SUBMISSION_FAILED',
    message: 'the job orders.job could not be submitted: Python exited with 1: orders: wrong usage',
    details: ['orders: wrong usage', expect.stringMatching(/^afterwards: DELETE .* answered 500: disk full$/)],
  })
})

test('a log that is behind is waited for', async () => {
  await using flink = await flinkThat(pythonFailed)
  const logs = ['', logOf('ValueError').split('\n').slice(0, 2).join('\n'), logOf('ValueError: too late')]
  const readJobManagerLog = () => Promise.resolve(logs.shift() ?? '')
  await expect(submitJob(submission(flink.url, { readJobManagerLog }))).rejects.toThrow('ValueError: too late')
})

test('a log that cannot be read leaves the failure with its exit code', async () => {
  await using flink = await flinkThat(pythonFailed)
  const readJobManagerLog = vi.fn<() => Promise<string>>().mockRejectedValue(new Error('no such container'))
  await expect(submitJob(submission(flink.url, { readJobManagerLog }))).rejects.toMatchObject({
    code: 'JOB_SUBMISSION_FAILED',
    message: expect.stringMatching(/Python exited with 1, and its output cannot be read: no such container/),
  })
})

test('a main that does not come back ends within the limit, with what it said so far', async () => {
  await using flink = await flinkThat('never')
  const readJobManagerLog = reading(logOf('connecting').split('\n').slice(0, 3).join('\n'))
  const limit = limitByHand()
  const submitting = submitJob(submission(flink.url, { timeoutMs: limit.timeoutMs, readJobManagerLog }))
  await limit.pass(() => flink.asked.length > 1)
  await expect(submitting).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: expect.stringContaining('main() of orders.job did not return in time'),
    details: ['connecting'],
  })
})

test('an answer that is lost does not lose the job: main has ended, and the job exists', async () => {
  const standing = { jid: 'a', name: 'orders', state: 'RUNNING', duration: 1, 'status-counts': {}, vertices: [] }
  await using flink = await flinkThat('never', { 'GET /jobs/': { body: standing } })
  const readJobManagerLog = reading(logOf('connecting'))
  const { jobId } = await submitJob(
    submission(flink.url, { timeoutMs: neverMs, answerTimeoutMs: onlyThisEndsItMs / 4, readJobManagerLog }),
  )
  expect([...new Set(flink.asked)]).toEqual([
    'POST /jars/upload',
    'POST /jars/9a_job.jar/run',
    `GET /jobs/${jobId}`,
    'DELETE /jars/9a_job.jar',
  ])
})

/** Submits a job that has no answer; the time passes when it was looked four times whether the job is there. */
async function submitLate(flink: FakeFlink, readJobManagerLog: Submission['readJobManagerLog']): Promise<void> {
  const limit = limitByHand()
  const limits = { timeoutMs: limit.timeoutMs, answerTimeoutMs: onlyThisEndsItMs / 4 }
  const submitting = submitJob(submission(flink.url, { ...limits, readJobManagerLog }))
  await limit.pass(() => flink.asked.filter((line) => line.startsWith('GET /jobs/')).length > 3)
  await submitting
}

test('a main that has ended with an exception is not taken for a job that was submitted', async () => {
  const standing = { jid: 'a', name: 'orders', state: 'RUNNING', duration: 1, 'status-counts': {}, vertices: [] }
  await using flink = await flinkThat('never', { 'GET /jobs/': { body: standing } })
  const readJobManagerLog = reading(logOf('Traceback (most recent call last):', 'RuntimeError: too late'))
  const submitting = submitLate(flink, readJobManagerLog)
  await expect(submitting).rejects.toMatchObject({ code: 'WAIT_TIMED_OUT' })
})

test('a job whose main still runs is not taken for submitted when there is no answer', async () => {
  const standing = { jid: 'a', name: 'orders', state: 'RUNNING', duration: 1, 'status-counts': {}, vertices: [] }
  await using flink = await flinkThat('never', { 'GET /jobs/': { body: standing } })
  const readJobManagerLog = reading(logOf('connecting').split('\n').slice(0, 3).join('\n'))
  const submitting = submitLate(flink, readJobManagerLog)
  await expect(submitting).rejects.toMatchObject({ code: 'WAIT_TIMED_OUT' })
})

test('two submissions to one JobManager never overlap', async () => {
  await using flink = await flinkThat(done)
  await Promise.all([submitJob(submission(flink.url)), submitJob(submission(flink.url))])
  const one = ['POST /jars/upload', 'POST /jars/9a_job.jar/run', 'DELETE /jars/9a_job.jar']
  expect(flink.asked).toEqual([...one, ...one])
})

test('a submission gives up its turn when it fails', async () => {
  await using flink = await flinkThat(refusal('a.B: no\n\tat a.B.c(B.java:1)'))
  await expect(submitJob(submission(flink.url))).rejects.toThrow('a.B: no')
  await expect(submitJob(submission(flink.url, { turnTimeoutMs: neverMs }))).rejects.toThrow('a.B: no')
})
