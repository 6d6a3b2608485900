/** Specs of the job's part of a run, against a server that answers as a JobManager would. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { jobArguments } from '../../../../harness/flink/submission/job-arguments.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import { type JobPlan, runJob } from '../../../../harness/run/job/run-job.ts'
import { Stages } from '../../../../harness/run/stages.ts'
import type { ScenarioOptions } from '../../../../harness/scenario/scenario.ts'
import type { Stack } from '../../../../harness/stack/stack.ts'
import { type JobAccount, noJob } from '../../../../harness/verdict/run-account.ts'
import { patience } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import { type FakeFlink, vertex } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { failures, flinkThat, untilCancelled } from '../flink-of-one-job.ts'
import { orders } from '../orders.ts'

type Options = Parameters<typeof orders>[0] & Pick<ScenarioOptions<never, never>, 'jobTimeoutMs'>

const topics = { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'g' }

async function runOn(
  flink: FakeFlink,
  options: Options = {},
  changes: Partial<Stack> = {},
  signal = quiet,
  proven?: JobPlan['proven'],
) {
  await using made = await orders(options)
  const stack = fakeStack({ flinkUrl: flink.url, ...changes })
  const told: string[] = []
  const stages = new Stages(() => undefined)
  const submitted: JobAccount[] = []
  const plan: JobPlan = {
    stack,
    topics,
    signal,
    stages,
    tell: (text) => told.push(text),
    onSubmitted: (job) => submitted.push(job),
    ...(proven && { proven }),
  }
  return { ended: await runJob(await prepare(made.scenario), plan), told, submitted, timingsMs: stages.timingsMs() }
}
const quiet = new AbortController().signal

test('a job is submitted with its topics, watched to its end, and told with its place in the Web UI', async () => {
  await using flink = await flinkThat({ state: 'FINISHED' })
  const { ended, told, submitted, timingsMs } = await runOn(flink)
  expect(ended.job).toEqual({
    ...noJob,
    id: 'a1',
    name: 'orders',
    state: 'FINISHED',
    durationMs: 1200,
    restarts: 0,
    webUiUrl: `${flink.url}/#/job/completed/a1`,
    operators: [expect.objectContaining({ name: 'Source', recordsIn: 0 })],
  })
  expect(ended).not.toHaveProperty('rawExceptions')
  const { programArgsList, flinkConfiguration, jobId } = JSON.parse(flink.bodies[1] ?? '') as Record<string, unknown>
  expect(programArgsList).toEqual([
    '-pyclientexec',
    '/opt/venv/bin/python',
    '-pym',
    'orders.job',
    ...jobArguments({}, topics),
  ])
  expect(flinkConfiguration).toMatchObject({ 'pipeline.name': 'orders' })
  expect(told[0]).toBe('submitting orders.job')
  expect(told.at(-1)).toContain(`${flink.url}/#/job/running/${String(jobId)}`)
  expect(submitted).toEqual([expect.objectContaining({ id: jobId, name: 'orders', state: 'RUNNING' })])
  expect(timingsMs.submit).toBeGreaterThan(0)
  expect(timingsMs.job).toBeGreaterThan(0)
})

test("a job that fails is an outcome, with Flink's own words beside what they mean", async () => {
  const said = failures('java.lang.IllegalStateException: no slot\n\tat a.B.c(B.java:1)')
  await using flink = await flinkThat({ state: 'FAILED', failures: said })
  const { ended } = await runOn(flink)
  expect(ended.job).toMatchObject({ state: 'FAILED', exception: { message: 'no slot', operator: 'Source' } })
  expect(ended.rawExceptions).toMatchObject(said)
})

test('a job whose main makes no job never started, and that is its exception', async () => {
  const run = { status: 400, body: { errors: ['a.B: No jobs included in application.\n\tat a.B.c(B.java:1)'] } }
  await using flink = await flinkThat({ run, state: null })
  const { ended, submitted } = await runOn(flink)
  expect(submitted).toEqual([])
  expect(ended).toEqual({
    job: expect.objectContaining({
      id: null,
      state: null,
      exception: expect.objectContaining({
        type: 'NoJob',
        message: expect.stringContaining('main() ended without a job'),
      }),
    }),
  })
})

test.each([
  ['no such thing', 'JOB_SUBMISSION_FAILED'],
  ['x\n\tat PythonEnvUtils.setGatewayServer(P.java:1)', 'JOB_SUBMISSION_BUSY'],
])("a refusal that is not of the job's doing is an error: it proves nothing (%j)", async (said, code) => {
  const run = { status: 400, body: { errors: [`a.B: ${said}\n\tat a.B.c(B.java:1)`] } }
  await using flink = await flinkThat({ run, state: 'FINISHED' })
  await expect(runOn(flink)).rejects.toMatchObject({ code })
})

const pythonStacks = () => Promise.resolve('Thread 7 (active)\n    total (/tmp/x/9a_job.jar/orders/logic.py:12)\n')

test('a job that does not end in its time is cancelled, and the wait that failed is told', async () => {
  await using flink = await flinkThat({ state: untilCancelled })
  const full = 'taskmanager has 1024 of 1024 processes and threads'
  // Once it is cancelled there is room again.
  const reachedLimits = async () => (flink.asked.some((line) => line.startsWith('PATCH')) ? [] : [full])
  const limit = limitByHand()
  const running = runOn(flink, { jobTimeoutMs: limit.timeoutMs }, { pythonStacks, reachedLimits })
  await limit.pass(() => flink.asked.filter((line) => /^GET \/jobs\/[0-9a-f]{32}$/.test(line)).length > 2)
  const { ended } = await running
  expect(ended.limits).toEqual([full])
  expect(ended.unproven).toMatch(/^waited 0.2 s for the job \w+ to end; last seen: RUNNING/)
  expect(ended.job).toMatchObject({
    state: 'RUNNING',
    exception: { type: 'JobLate', message: 'after 0.2 s its Python is in total', file: 'orders/logic.py', line: 12 },
  })
  expect(ended.threads).toMatchObject({
    'python.txt': expect.stringContaining('total'),
    'taskmanager-jvm.txt': expect.stringContaining('not available'),
  })
  expect(flink.asked.findLast((line) => line.startsWith('PATCH'))).toMatch(/^PATCH \/jobs\/[0-9a-f]{32}\?mode=cancel$/)
})

test('a run that is interrupted cancels its job, and waits for its end before the next job has its turn', async () => {
  await using flink = await flinkThat({ state: untilCancelled })
  const abort = new AbortController()
  const reason = new StreamassayError('INTERRUPTED', 'interrupted by SIGINT', { remedy: 'run again' })
  const running = runOn(flink, {}, {}, abort.signal)
  await expect.poll(() => flink.asked.some((line) => line.startsWith('GET /jobs/')), patience).toBe(true)
  abort.abort(reason)
  await expect(running).rejects.toBe(reason)
  const cancelled = flink.asked.findIndex((line) => line.startsWith('PATCH'))
  expect(flink.asked.slice(cancelled)).toContainEqual(expect.stringMatching(/^GET \/jobs\//))
})

test('on a stack that is dead there is nobody to cancel it', async () => {
  await using flink = await flinkThat({ state: 'RUNNING' })
  const dead = new AbortController()
  const death = new StreamassayError('CONTAINER_DIED', 'taskmanager exited with 137', { remedy: 'more memory' })
  const running = runOn(flink, {}, { dead: dead.signal }, dead.signal)
  await expect.poll(() => flink.asked.some((line) => line.startsWith('GET /jobs/')), patience).toBe(true)
  dead.abort(death)
  await expect(running).rejects.toBe(death)
  expect(flink.asked.some((line) => line.startsWith('PATCH'))).toBe(false)
})

test('what is wrong with the scenario itself is no outcome of the job', async () => {
  await using flink = await flinkThat({ state: 'FINISHED' })
  const args = (() => [1]) as unknown as () => string[]
  await expect(runOn(flink, { args })).rejects.toMatchObject({ code: 'SCENARIO_INVALID' })
  expect(flink.asked).toEqual([])
})

const endless = { ends: 'never', sentinel: { id: 9, cents: 1 } } as const

test('a job that never ends is taken as it stands once it is proven, and can be cancelled', async () => {
  await using flink = await flinkThat({ state: 'RUNNING' })
  const { ended } = await runOn(flink, endless, {}, quiet, async () => null)
  expect(ended).toEqual({
    job: expect.objectContaining({ state: 'RUNNING', name: 'orders' }),
    cancel: expect.anything(),
  })
  expect(JSON.parse(flink.bodies[1] ?? '')).toMatchObject({
    flinkConfiguration: { 'python.fn-execution.bundle.time': '5' },
    programArgsList: expect.not.arrayContaining(['--bounded']),
  })
  expect(flink.asked.some((line) => line.startsWith('PATCH'))).toBe(false)
})

test('what a job that never ends did not bring is told', async () => {
  await using flink = await flinkThat({ state: 'RUNNING' })
  const { ended } = await runOn(flink, endless, {}, quiet, async () => ({ unproven: 'nothing came', remedy: 'Wait.' }))
  expect(ended).toMatchObject({ job: { state: 'RUNNING' }, unproven: 'nothing came', remedy: 'Wait.' })
})

test('a job that was to run for ever and fails has failed', async () => {
  await using flink = await flinkThat({ state: 'FAILED', failures: failures('a.B: no slot') })
  const { ended } = await runOn(flink, endless, {}, quiet, () => new Promise(() => undefined))
  expect(ended.job).toMatchObject({ state: 'FAILED', exception: { message: 'no slot' } })
})

test('a job whose proof breaks is cancelled', async () => {
  await using flink = await flinkThat({ state: untilCancelled })
  const broken = runOn(flink, endless, {}, quiet, () => Promise.reject(new Error('the broker is gone')))
  await expect(broken).rejects.toThrow('the broker is gone')
  expect(flink.asked).toContainEqual(expect.stringMatching(/^PATCH /))
})

test('a job that never ends and runs in parallel is refused: its sentinel could overtake', async () => {
  await using flink = await flinkThat({
    state: untilCancelled,
    vertices: [vertex('Map', { parallelism: 2 })],
  })
  await expect(runOn(flink, endless, {}, quiet, async () => null)).rejects.toMatchObject({
    code: 'SCENARIO_INVALID',
    message: 'scenario orders: the operator Map has a parallelism of 2, so the sentinel proves nothing',
  })
  expect(flink.asked).toContainEqual(expect.stringMatching(/^PATCH /))
})
