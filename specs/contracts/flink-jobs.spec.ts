/** Jobs on a real cluster: how they run, how they fail, and what is told of it. */
import { appendFile, cp, mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect } from 'vitest'

import { type JobStanding, readJob, readOverview } from '../../harness/flink/endpoints.ts'
import { packageJob } from '../../harness/flink/submission/package-job.ts'
import { cancelJob, type JobWatch, watchJob } from '../../harness/flink/watch-job.ts'
import { patience } from '../patience.ts'
import { limitByHand } from '../unit/limit-by-hand.ts'
import { test } from './cluster.ts'

const timeoutMs = 60_000
/** The longest that a timer can be, and so the longest that a stack is kept. */
const longestLifetimeMs = 2 ** 31 - 1

/** The states that any of a job's operators is in. */
async function operatorStates(flinkUrl: string, jobId: string): Promise<string[]> {
  const counts = Object.entries((await readJob(flinkUrl, jobId))['status-counts'])
  return counts.filter(([, count]) => count > 0).map(([state]) => state)
}

/** Watches a job that does not end; the time passes when it was seen to stand like that, and is looked at again. */
async function watchLate(
  job: Pick<JobWatch, 'flinkUrl' | 'jobId'>,
  isSeen: (standing: JobStanding) => boolean,
): Promise<void> {
  const limit = limitByHand()
  let looks = 0
  const onStanding = (standing: JobStanding): void => void (looks = isSeen(standing) ? looks + 1 : 0)
  const watched = watchJob({ ...job, timeoutMs: limit.timeoutMs, onStanding })
  await limit.pass(() => looks > 1)
  await watched
}

const areCreated = (standing: JobStanding): boolean => standing['status-counts']['CREATED'] === 2

describe('watchJob', () => {
  test('a job of 1000 rows is FINISHED, and its upload is gone', async ({ cluster }) => {
    const { flinkUrl } = cluster
    const { jobId } = await cluster.submit(['--rows', '1000'], { name: 'a probe' })
    const outcome = await watchJob({ flinkUrl, jobId, timeoutMs })
    expect(outcome).toMatchObject({ id: jobId, name: 'a probe', state: 'FINISHED', restarts: 0, exception: null })
    expect(outcome.durationMs).toBeGreaterThan(0)
    expect(await (await fetch(`${flinkUrl}/jars`)).json()).toMatchObject({ files: [] })
  })

  test("a job that raises in map is FAILED, told in Python's words and lines", async ({ cluster }) => {
    const { flinkUrl } = cluster
    const { jobId } = await cluster.submit(['--map', 'divide'])
    const outcome = await watchJob({ flinkUrl, jobId, timeoutMs })
    expect(outcome).toMatchObject({ state: 'FAILED', restarts: 0 })
    expect(outcome.exception).toMatchObject({
      type: 'ZeroDivisionError',
      message: 'division by zero',
      file: 'probe/logic.py',
      line: 10,
      traceback: expect.stringMatching(/^Traceback .*\n {2}File "probe\/logic.py", line 10, in divide\n/),
    })
    expect(outcome.rawExceptions.exceptionHistory.entries[0]?.stacktrace).toContain('JobException')
  })

  test('thread mode tells file and line as well', async ({ cluster }) => {
    const { flinkUrl } = cluster
    const flinkConfiguration = { 'python.execution-mode': 'thread' }
    const { jobId } = await cluster.submit(['--map', 'wrap'], { flinkConfiguration })
    const { exception } = await watchJob({ flinkUrl, jobId, timeoutMs })
    expect(exception).toMatchObject({ type: 'ValueError', message: 'number 5', file: 'probe/logic.py', line: 17 })
  })

  test('thread mode refuses a second job with a module of the same name, as long as the first one runs', async ({
    cluster,
  }) => {
    const { flinkUrl } = cluster
    const flinkConfiguration = { 'python.execution-mode': 'thread' }
    const first = await cluster.submit(['--map', 'wait'], { flinkConfiguration })
    await expect.poll(() => operatorStates(flinkUrl, first.jobId), patience).toEqual(['RUNNING'])
    await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-probe-'))
    await cp(new URL('flink-jobs', import.meta.url), folder.path, { recursive: true })
    await appendFile(join(folder.path, 'probe', 'logic.py'), '# Another job, of the same name.\n')
    const other = await packageJob({ root: folder.path, module: 'probe.job' })
    const second = await cluster.submit([], { flinkConfiguration, package: other })
    const { state, exception } = await watchJob({ flinkUrl, jobId: second.jobId, timeoutMs })
    expect(state).toBe('FAILED')
    expect(exception?.message).toMatch(/two jobs in thread mode run at once .* both have a module probe: run them one/)
    expect(await cancelJob({ flinkUrl, jobId: first.jobId, timeoutMs })).toBe('CANCELED')
    const third = await cluster.submit([], { flinkConfiguration, package: other })
    expect(await watchJob({ flinkUrl, jobId: third.jobId, timeoutMs })).toMatchObject({ state: 'FINISHED' })
  })

  test('a job that is started anew is counted, and told with its last failure', async ({ cluster }) => {
    const { flinkUrl } = cluster
    const flinkConfiguration = {
      'restart-strategy.type': 'fixed-delay',
      'restart-strategy.fixed-delay.attempts': '2',
      'restart-strategy.fixed-delay.delay': '1ms',
    }
    const { jobId } = await cluster.submit(['--map', 'wrap'], { flinkConfiguration })
    const outcome = await watchJob({ flinkUrl, jobId, timeoutMs })
    expect(outcome).toMatchObject({ state: 'FAILED', restarts: 2, exception: { type: 'ValueError', line: 17 } })
  })

  test('a job that does not end in time is told with its state, and can be cancelled', async ({ cluster }) => {
    const { flinkUrl } = cluster
    const { jobId } = await cluster.submit(['--map', 'wait'])
    await expect(watchLate({ flinkUrl, jobId }, ({ state }) => state === 'RUNNING')).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message: expect.stringMatching(/0\.2 s .*; last seen: RUNNING, its operators: \d \w+/),
    })
    expect(await cancelJob({ flinkUrl, jobId, timeoutMs })).toBe('CANCELED')
    expect(await cancelJob({ flinkUrl, jobId, timeoutMs })).toBe('CANCELED')
  })

  test('a job without enough slots is told as one whose operators do not start', async ({ cluster }) => {
    const { flinkUrl } = cluster
    const flinkConfiguration = { 'parallelism.default': '5' }
    const { jobId } = await cluster.submit([], { flinkConfiguration })
    await expect(watchLate({ flinkUrl, jobId }, areCreated)).rejects.toThrow('RUNNING, its operators: 2 CREATED')
    expect(await cancelJob({ flinkUrl, jobId, timeoutMs })).toBe('CANCELED')
  })

  test('a job waits for slots however old its cluster is: Flink gives up at once after the time of its start', async ({
    cluster,
  }) => {
    const answer = await fetch(`${cluster.flinkUrl}/jobmanager/config`)
    const settings = (await answer.json()) as readonly { readonly key: string; readonly value: string }[]
    const startUp = settings.find(({ key }) => key === 'resourcemanager.standalone.start-up-time')
    expect(Number(startUp?.value)).toBeGreaterThanOrEqual(longestLifetimeMs)
  })

  test('the wait for a job ends at once with the reason of the caller', async ({ cluster }) => {
    const { flinkUrl } = cluster
    const { jobId } = await cluster.submit(['--map', 'wait'])
    const died = new AbortController()
    const watched = watchJob({ flinkUrl, jobId, timeoutMs, signal: died.signal })
    died.abort(new Error('the TaskManager died'))
    await expect(watched).rejects.toThrow('the TaskManager died')
    expect(await cancelJob({ flinkUrl, jobId, timeoutMs })).toBe('CANCELED')
  })
})

describe('waitForCluster', () => {
  test('the cluster says what it is', async ({ cluster }) => {
    expect(await readOverview(cluster.flinkUrl)).toMatchObject({ taskManagers: 1, slots: 4, flinkVersion: '2.2.1' })
  })
})
