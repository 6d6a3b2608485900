/** Submissions to a real cluster that do not come to a job, submissions that meet, and those that the cluster cannot take. */
import { describe, expect } from 'vitest'

import { StreamassayError } from '../../harness/errors.ts'
import { watchJob } from '../../harness/flink/watch-job.ts'
import { inTime, onlyThisEndsItMs, patience } from '../patience.ts'
import { limitByHand } from '../unit/limit-by-hand.ts'
import { test, type TestCluster } from './cluster.ts'

const jobStates = async ({ flinkUrl }: TestCluster): Promise<string[]> => {
  const { jobs } = (await (await fetch(`${flinkUrl}/jobs`)).json()) as { jobs: { status: string }[] }
  return jobs.map((job) => job.status)
}

const uploadsOn = async ({ flinkUrl }: TestCluster): Promise<string[]> => {
  const { files } = (await (await fetch(`${flinkUrl}/jars`)).json()) as { files: { id: string }[] }
  return files.map(({ id }) => id)
}

describe('submitJob', () => {
  test('an import that fails is told as Python tells it', async ({ cluster }) => {
    await expect(cluster.submit(['--main', 'imports'])).rejects.toMatchObject({
      code: 'JOB_SUBMISSION_FAILED',
      message:
        "the job probe.job could not be submitted: ModuleNotFoundError: No module named 'probe.missing' (probe/job.py:19)",
      remedy: expect.stringContaining('package'),
      details: expect.arrayContaining(['  File "probe/job.py", line 19, in main']),
    })
  })

  test('a main that raises is told as Python tells it, and the next submission not by its words', async ({
    cluster,
  }) => {
    await expect(cluster.submit(['--main', 'raises'])).rejects.toThrow(
      'RuntimeError: main has no luck (probe/job.py:17)',
    )
    await expect(cluster.submit(['--main', 'imports'])).rejects.toThrow('ModuleNotFoundError')
  })

  test('an argument that the job does not know is told by the last line that it printed', async ({ cluster }) => {
    await expect(cluster.submit(['--bounded'])).rejects.toMatchObject({
      code: 'JOB_SUBMISSION_FAILED',
      message: expect.stringContaining('Python exited with 2: probe: error: unrecognized arguments: --bounded'),
      remedy: expect.stringContaining('args'),
    })
  })

  test('a main that ends without a job is told so', async ({ cluster }) => {
    await expect(cluster.submit(['--main', 'builds nothing'])).rejects.toThrow('main() ended without a job')
  })

  test("a setting that Flink refuses is told in Flink's words", async ({ cluster }) => {
    const flinkConfiguration = { 'parallelism.default': 'many' }
    await expect(cluster.submit([], { flinkConfiguration })).rejects.toMatchObject({
      code: 'JOB_SUBMISSION_FAILED',
      message: expect.stringContaining("Could not parse value 'many' for key 'parallelism.default'"),
    })
  })

  test('no failure leaves anything on the cluster', async ({ cluster }) => {
    const [jobs, uploads] = [await jobStates(cluster), await uploadsOn(cluster)]
    for (const args of [['--main', 'imports'], ['--main', 'raises'], ['--bounded'], ['--main', 'builds nothing']]) {
      await expect(cluster.submit(args)).rejects.toMatchObject({ code: 'JOB_SUBMISSION_FAILED' })
    }
    const refused = cluster.submit([], { flinkConfiguration: { 'parallelism.default': 'many' } })
    await expect(refused).rejects.toMatchObject({ code: 'JOB_SUBMISSION_FAILED' })
    expect(await jobStates(cluster)).toHaveLength(jobs.length)
    expect(await uploadsOn(cluster)).toEqual(uploads)
  })

  test('a job whose main raises after execute() is cancelled', async ({ cluster }) => {
    const before = await jobStates(cluster)
    await expect(cluster.submit(['--map', 'wait', '--main', 'raises after execute'])).rejects.toThrow('too late')
    const after = [...before, 'CANCELED'].toSorted()
    await expect.poll(async () => (await jobStates(cluster)).toSorted(), patience).toEqual(after)
  })

  test('two submissions at once go one after the other', async ({ cluster }) => {
    const submitted = await Promise.all([cluster.submit([]), cluster.submit([])])
    for (const { jobId } of submitted) {
      expect(await watchJob({ flinkUrl: cluster.flinkUrl, jobId, timeoutMs: 60_000 })).toMatchObject({
        state: 'FINISHED',
      })
    }
    const marks = (await cluster.log()).match(/(?<=Python Process )(Started|Exited)/g) ?? []
    expect(marks.slice(-4)).toEqual(['Started', 'Exited', 'Started', 'Exited'])
  })

  test('a JobManager that does not answer costs no more than the limit', async ({ cluster }) => {
    await cluster.pause()
    try {
      const submitting = inTime('ending at a limit', () => cluster.submit([], { timeoutMs: onlyThisEndsItMs }))
      await expect(submitting).rejects.toMatchObject({
        code: 'FLINK_REST_FAILED',
        message: expect.stringMatching(/^POST \/jars\/upload at \S+: no answer within 0\.\d+ s$/),
      })
    } finally {
      await cluster.resume()
    }
  })
})

// After these the cluster takes no other submission; in this order, the second of them needs none that does.
describe('submitJob, at last', { shuffle: false }, () => {
  test('a main that does not come back is told, and why no other is taken before it does', async ({ cluster }) => {
    const limit = limitByHand()
    const hanging = cluster.submit(['--main', 'hangs'], { timeoutMs: limit.timeoutMs })
    await limit.pass(async () => (await cluster.log()).includes('waiting for nothing'))
    await expect(hanging).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message: expect.stringContaining('main() of probe.job did not return in time'),
      details: ['waiting for nothing'],
    })
    await expect(cluster.submit([])).rejects.toThrow('the Python process of another submission still runs')
  })

  test('a JobManager that is gone ends a submission with why it is gone', async ({ cluster }) => {
    await cluster.kill()
    await expect(cluster.submit([])).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    const died = new AbortController()
    const reason = new StreamassayError('CONTAINER_DIED', 'jobmanager exited with 137', { remedy: 'Read its log.' })
    const submitted = cluster.submit([], { signal: died.signal })
    setImmediate(() => died.abort(reason))
    await expect(submitted).rejects.toBe(reason)
  })
})
