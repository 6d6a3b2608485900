/** The catalogue of jobs that fail: each is told with what happened and where, soon, and never by a spec that gives up. */
import { defineScenario, pyflinkJob, run as runScenario, type Run } from 'streamassay'
import { expect, test } from 'streamassay/vitest'
import type { SpecStack } from 'streamassay/vitest'
import { afterAll } from 'vitest'

import { requestCancel } from '../../harness/flink/endpoints.ts'
import type { ProgressEvent } from '../../harness/progress.ts'
import type { JobException } from '../../harness/verdict/run-account.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { inTime } from '../patience.ts'
import { type FailingJobName, failingJobs, slowly } from './failing-jobs.ts'
import { breakJob } from './mutate.ts'
import { killedOnce, onFewDays, readsItsOwn, right, withTombstone } from './troubled-jobs.ts'
import { waitingTogether } from './waiting-jobs.ts'

interface Told extends Partial<Pick<JobException, 'type' | 'file' | 'line'>> {
  readonly message?: string
  readonly hint?: RegExp
  /** The line of the fixture on which the job failed. */
  readonly record?: number
  readonly verdict?: 'unknown'
  /** What the reason says, where it is not the exception. */
  readonly reason?: string
}

const nameError = { type: 'NameError', message: "name 'moderate' is not defined", file: 'weather/logic.py', line: 57 }
const logic = 'weather/logic.py'
const job = 'weather/job.py'

/** What the report should say; a line number is that of the broken file. */
const told: Readonly<Record<FailingJobName, Told>> = {
  'raises in map': { ...nameError, record: 3 },
  'raises in filter': { type: 'ZeroDivisionError', file: logic, line: 78, record: 2 },
  'raises in a library': {
    type: 'json.decoder.JSONDecodeError',
    message: 'Extra data',
    file: job,
    line: 25,
    record: 2,
  },
  'asks for a field that is not there': { type: 'KeyError', message: "'day'", file: logic, line: 65, record: 2 },
  'raises from another exception': {
    type: 'ValueError',
    message: 'no inches for 2012-01-01',
    file: logic,
    line: 66,
    record: 2,
  },
  'raises in thread mode': { ...nameError, record: 3 },
  'imports what is not there': {
    type: 'ModuleNotFoundError',
    message: "'sklearn'",
    file: logic,
    line: 4,
    hint: /in the image/,
  },
  'has a syntax error': { type: 'SyntaxError', message: "expected ':'", file: logic, line: 76 },
  'uses a connector that is not there': {
    type: 'TypeError',
    message: 'Elasticsearch7SinkBuilder',
    file: job,
    line: 30,
    hint: /jar/,
  },
  'raises in main': { type: 'RuntimeError', message: 'no configuration', file: job, line: 21 },
  'exits in main': { type: 'SystemExit', message: '3: it printed nothing', file: null },
  'exits with a message in main': { type: 'SystemExit', message: '1: no luck', file: null },
  'exits in map': {
    type: 'SystemExit',
    message: '4',
    file: logic,
    line: 72,
    hint: /instead of calling exit/,
    record: 2,
  },
  'kills its worker': { message: 'CANCELLED', file: null, hint: /worker ended without an exception/, record: 2 },
  'never comes back from map': {
    type: 'JobLate',
    message: 'its Python is in to_imperial',
    file: logic,
    verdict: 'unknown',
    reason: 'waited 8 s',
  },
  'runs out of memory': { type: 'MemoryError', file: logic, line: 72, hint: /too large/, record: 2 },
  'returns None for a text': { type: 'java.lang.NullPointerException', file: null, hint: /output_type/, record: 3 },
  'returns a number for a text': {
    type: 'AttributeError',
    message: "'encode'",
    file: null,
    hint: /output_type/,
    record: 3,
  },
  'reads a topic that is not there': {
    message: 'does not host this topic-partition',
    file: null,
    hint: /topic does not exist/,
  },
  'writes to a topic that is not there': { type: 'JobStuck', message: 'a topic that does not exist', hint: /`args`/ },
  'is given a flag that it does not know': { type: 'SystemExit', message: 'arguments are required: --consumer-group' },
  'builds no job': { type: 'NoJob', message: 'call execute()' },
  'raises and has checkpoints': { ...nameError, record: 3 },
  'is started anew for ever': { ...nameError, verdict: 'unknown', reason: 'waited 8 s' },
  'cannot reach its broker': { type: 'JobStuck', message: ':9999', hint: /`brokers`/ },
  'raises in main behind execute()': {
    type: 'RuntimeError',
    message: 'no time left',
    file: job,
    line: 32,
    reason: 'main() failed after it had started the job: RuntimeError: no time left',
  },
  'starts two jobs': {
    message: 'Cannot have more than one execute()',
    verdict: 'unknown',
    reason: 'main() starts a second job',
  },
  'lets its checkpoints expire': {
    message: 'Checkpoint expired before completing',
    verdict: 'unknown',
    reason: 'the cluster could not run the job: checkpoints expired',
  },
}

const timesMs: number[] = []

async function runAlone(stack: SpecStack, name: FailingJobName): Promise<Run> {
  const { edit, scenario } = { scenario: {}, ...failingJobs[name] }
  await using broken = await breakJob({ job: 'weather', ...edit })
  const { root, module } = broken
  const failing = defineScenario({ ...rainyDays, ...scenario, job: pyflinkJob({ root, module }) })
  return await inTime('judging a failing job', () => stack.run(failing))
}

const runFailing = waitingTogether(runAlone)

test.for(Object.keys(told) as FailingJobName[])('a job that %s', async (name, { stack }) => {
  const run = await runFailing(stack, name)
  const { message, hint, record, verdict = 'fail', reason: said, ...exact } = told[name]
  expect(run.verdict).toBe(verdict)
  expect(run.job.exception).toMatchObject(exact)
  if (message !== undefined) expect(run.job.exception?.message).toContain(message)
  if (hint !== undefined) expect(run.job.exception?.hint).toMatch(hint)
  const confirmed = record === undefined ? null : { fromLine: record, toLine: record, isConfirmed: true }
  expect(run.culprit).toEqual(confirmed)
  timesMs.push(run.judgedAt.getTime() - run.startedAt.getTime())
  const [, reason = ''] = run.report.split('\n')
  expect(reason).toContain(said ?? run.job.exception?.message.slice(0, 40) ?? '')
})

test('a job whose worker is killed once: it does not fail in a second run, and that is no pass', async ({ stack }) => {
  await using made = await onFewDays(killedOnce)
  const run = await stack.run(made.scenario)
  expect(run).toMatchObject({ verdict: 'unknown', culprit: null, counts: { lost: 3 } })
  expect(run.reason).toMatch(/^the cluster could not run the job: the Python worker was killed .*the job did not fail$/)
  expect(run.remedy).toContain('dmesg')
})

test('a job that brings its rows along passes no more: it has read nothing of its input', async ({ stack }) => {
  await using made = await onFewDays(readsItsOwn)
  const run = await stack.run(made.scenario)
  expect(run).toMatchObject({ verdict: 'unknown', counts: { matched: 3, expected: 3, observed: 3 } })
  expect(run.reason).toContain('no source of the job read a record of the input (Flink counted 0 of 5 rows)')
  expect(run.remedy).toContain('`inputTopic`')
})

test('a record without a value is named as one', async ({ stack }) => {
  await using made = await onFewDays(right, withTombstone)
  const run = await stack.run(made.scenario)
  expect(run).toMatchObject({ verdict: 'fail', culprit: { fromLine: 2, isConfirmed: true, hasNoValue: true } })
  expect(run.job.exception?.hint).toMatch(/^The record has no value \(a tombstone\)/)
})

test('a job that somebody else cancels is not to blame', async ({ stack }) => {
  await using broken = await breakJob({ job: 'weather', ...slowly })
  const report = (event: ProgressEvent): void => {
    const [, jobId] = (event.kind === 'progress' && /^running, see .*\/(\w+)$/.exec(event.text)) || []
    if (jobId !== undefined) void requestCancel(stack.flinkUrl, jobId)
  }
  const scenario = defineScenario({ ...rainyDays, job: pyflinkJob({ root: broken.root, module: broken.module }) })
  const options = { stack: async () => stack, isStackKept: true, rerunCommand: 'npx vitest run', report }
  const cancelled = await runScenario(scenario, options)
  expect(cancelled).toMatchObject({
    verdict: 'unknown',
    reason: 'the job could not be judged: another program or person cancelled it',
    job: { state: 'CANCELED' },
  })
})

afterAll(() => {
  const sorted = timesMs.toSorted((one, other) => one - other)
  const at = (share: number): string => `${((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / 1000).toFixed(1)} s`
  process.stdout.write(`time to the verdict of ${sorted.length} failing jobs: p50 ${at(0.5)}, p95 ${at(0.95)}\n`)
})
