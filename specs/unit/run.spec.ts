/** Specs of the control flow of a run: what it does in which order, what it makes of a stage that fails. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { StreamassayError } from '../../harness/errors.ts'
import type { ProgressEvent } from '../../harness/progress.ts'
import { runSteps } from '../../harness/run/stages.ts'
import { pipeline } from '../../harness/scenario/reference/pipeline.ts'
import { type Run, run, type RunOptions } from '../../harness/run.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import { neverMs } from '../patience.ts'
import type { FakeFlink } from './flink/fake-flink.ts'
import { limitByHand } from './limit-by-hand.ts'
import { fakeSession, kafka, splitLine } from './run/fake-kafka.ts'
import { failures, flinkThat } from './run/flink-of-one-job.ts'
import { orders, type Price } from './run/orders.ts'
import { fakeStack } from './stack/fake-stack.ts'

const home = process.cwd()
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-run-'))
  // The evidence goes below the working directory.
  process.chdir(folder.path)
  kafka.did.length = 0
  kafka.output = ['{"id":1,"euros":2.5}', '{"id":3,"euros":1.0}']
  kafka.isPrompt = false
  kafka.failure = {}
  kafka.foreign = 0
})

afterEach(async () => {
  process.chdir(home)
  await folder.remove()
})

const flinkOf = (state: string): Promise<FakeFlink> =>
  flinkThat({
    state: (asked) => (asked.some((line) => line.startsWith('PATCH')) ? 'CANCELED' : state),
    failures: failures(...(state === 'FAILED' ? ['a.B: no slot'] : [])),
  })

interface Ordered extends Partial<RunOptions> {
  readonly scenario?: Parameters<typeof orders>[0]
  readonly csv?: string
  readonly state?: string
  readonly changes?: Partial<Stack>
  /** Where the job begins to read, in Flink's words: at the earliest offset when not given. */
  readonly start?: number
}

let flinkAsked: readonly string[] = []

/** A run of the orders on a stack whose job comes to `state`. */
async function runOrders({ scenario, csv, state = 'FINISHED', changes, start, ...options }: Ordered = {}): Promise<
  Run<Price>
> {
  await using made = await orders(scenario, csv)
  await using flink = await flinkOf(state)
  flinkAsked = flink.asked
  const log = async (part: string): Promise<string> => (part === 'jobmanager' ? splitLine(start) : `${part} is up\n`)
  const stack = async (): Promise<Stack> => fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), log, ...changes })
  return await run(made.scenario, { stack, rerunCommand: 'npx streamassay run orders.ts', ...options })
}

const logThatIsGone = (): Promise<string> => Promise.reject(new Error('no such container'))
const evidence = (name: string): Promise<string> => readFile(join(folder.path, '.streamassay/latest', name), 'utf8')
const never = { stack: vi.fn<() => Promise<Stack>>() }

test('a run goes through its steps in order and passes when every row is there', async () => {
  const steps: string[] = []
  const report = (event: ProgressEvent): void => void (event.kind === 'ended' && steps.push(event.step))
  kafka.failure.deletion = new Error('refused')
  const ended = await runOrders({ report, scenario: { outputPartitions: 2 }, isStackKept: true })
  expect(ended).toMatchObject({ verdict: 'pass', topicsLeft: expect.stringContaining('kept stack: refused') })
  // The last one is for jobs that fail.
  expect(steps).toEqual(runSteps.slice(0, -1))
  expect(kafka.did).toEqual(['topics of 1 and 2', 'reading', 'replay of 3', 'read to the end', 'topics deleted'])
  expect(ended.counts).toMatchObject({ sent: 3, acknowledged: 3, expected: 2, observed: 2, matched: 2 })
})

test('the evidence is on disk when a run has ended: account, report and logs', async () => {
  const ended = await runOrders()
  const { runId, verdict } = JSON.parse(await evidence('run.json')) as Record<string, unknown>
  expect({ runId, verdict }).toEqual({ runId: ended.runId, verdict: 'pass' })
  expect(await evidence('report.txt')).toBe(ended.report)
  expect(await evidence('logs/taskmanager.log')).toBe('taskmanager is up\n')
  expect(ended.rerunCommand).toBe('npx streamassay run orders.ts')
})

test('a row that is missing makes a fail', async () => {
  kafka.output.pop()
  const ended = await runOrders()
  expect(ended).toMatchObject({ verdict: 'fail', counts: { lost: 1, matched: 1 } })
})

test('an output that does not parse is an unexpected row and breaks nothing', async () => {
  kafka.output.push('{"id":')
  expect(await runOrders()).toMatchObject({ verdict: 'fail', counts: { unexpected: 1, matched: 2 } })
})

test('records that somebody else has put into the input make an unknown, whatever came out', async () => {
  kafka.foreign = 1
  const reason = expect.stringMatching(/^foreign records: \S+-in has 1 that this run did not send$/)
  const remedy = 'Let the job write to none of its input topics, and keep other programs from them.'
  expect(await runOrders()).toMatchObject({ verdict: 'unknown', reason, remedy })
})

test('a job that fails makes a fail, and what Flink says of it is kept', async () => {
  const ended = await runOrders({ state: 'FAILED' })
  expect(ended).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('the job ended as FAILED') })
  expect(await evidence('exceptions.json')).toContain('no slot')
})

test('with an input that is not sound, no stack is taken and nothing is left', async () => {
  await expect(runOrders({ csv: 'id,cents\n1,much\n', ...never })).rejects.toMatchObject({ code: 'CSV_INVALID' })
  expect(never.stack).not.toHaveBeenCalled()
  await expect(evidence('run.json')).rejects.toThrow('ENOENT')
})

test('that no stack can be had is thrown', async () => {
  const missing = new StreamassayError('ENGINE_MISSING', 'no engine answers', { remedy: 'start one' })
  await expect(runOrders({ stack: () => Promise.reject(missing) })).rejects.toBe(missing)
  expect(kafka.did).toEqual([])
})

test('an output that cannot be read makes an unknown, with what is known until then', async () => {
  kafka.failure.drain = new StreamassayError('KAFKA_DRAIN_FAILED', 'its first offsets are gone', {
    remedy: 'keep them',
  })
  const ended = await runOrders()
  expect(ended).toMatchObject({
    verdict: 'unknown',
    reason: 'its first offsets are gone',
    comparison: null,
    job: { state: 'FINISHED' },
    counts: { sent: 3, acknowledged: 3, observed: 0 },
  })
  expect((await evidence('expected.ndjson')).trimEnd().split('\n')).toHaveLength(2)
})

test('a stack that dies is the reason, and not the stage that noticed; a log that is gone says so', async () => {
  const dead = AbortSignal.abort(
    new StreamassayError('CONTAINER_DIED', 'the container of kafka exited with 137', { remedy: 'more memory' }),
  )
  kafka.failure.topics = new Error('connect ECONNREFUSED')
  const ended = await runOrders({ changes: { dead, log: logThatIsGone } })
  expect(ended).toMatchObject({ verdict: 'unknown', reason: 'the container of kafka exited with 137' })
  expect(await evidence('logs/kafka.log')).toBe('(this log could not be read: no such container)\n')
})

test.each(['REFERENCE_FAILED', 'SCENARIO_INVALID', 'CSV_CHANGED', 'RECORD_UNENCODABLE'] as const)(
  'a scenario that is itself at fault (%s) is thrown: there is nothing to judge',
  async (code) => {
    kafka.failure.topics = new StreamassayError(code, 'its own fault', { remedy: 'mend it' })
    await expect(runOrders()).rejects.toBe(kafka.failure.topics)
  },
)

test('an interruption is thrown with its own reason', async () => {
  const reason = new StreamassayError('INTERRUPTED', 'interrupted by SIGINT', { remedy: 'run again' })
  const interrupted = runOrders({ state: 'RUNNING', signal: AbortSignal.abort(reason), isStackKept: true })
  await expect(interrupted).rejects.toBe(reason)
  expect(kafka.did.at(-1)).toBe('topics deleted')
})

const endless = { ends: 'never', sentinel: { id: 9, cents: 100 }, jobTimeoutMs: neverMs } as const

test('a job that never ends is judged when its sentinel is out, and cancelled', async () => {
  kafka.output.push('{"id":9,"euros":1.0}')
  kafka.isPrompt = true
  const ended = await runOrders({ state: 'RUNNING', scenario: endless })
  expect(ended).toMatchObject({ verdict: 'pass', job: { state: 'RUNNING' }, counts: { sent: 4, matched: 3 } })
  expect(flinkAsked.some((line) => line.startsWith('PATCH /jobs/'))).toBe(true)
  expect(ended.judgedAt.getTime()).toBeGreaterThanOrEqual(ended.startedAt.getTime())
})

test('a job that never ends and never brings its sentinel is unknown, with the account of what came', async () => {
  kafka.isPrompt = true
  const limit = limitByHand()
  const running = runOrders({ state: 'RUNNING', scenario: { ...endless, jobTimeoutMs: limit.timeoutMs } })
  await limit.pass(() => kafka.did.includes('replay of 4'))
  const ended = await running
  expect(ended).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringMatching(/^the output of the sentinel is missing 0.2 s after all rows were sent/),
    counts: { matched: 2, lost: 1 },
  })
  expect((await evidence('expected.ndjson')).trimEnd().split('\n')).toHaveLength(3)
  expect(flinkAsked.some((line) => line.startsWith('PATCH /jobs/'))).toBe(true)
})

test('a reference that fails is thrown before a stack is taken', async () => {
  const reference = pipeline<{ id: number; cents: number }>().map((): Price => {
    throw new Error('no price')
  })
  await expect(runOrders({ scenario: { reference }, ...never })).rejects.toMatchObject({ code: 'REFERENCE_FAILED' })
  expect(never.stack).not.toHaveBeenCalled()
})

test('a job that does not stop writing is cancelled and fails, and no more of its rows is kept', async () => {
  kafka.output = Array.from({ length: 10_021 }, () => '{"id":1,"euros":2.5}')
  expect(await runOrders()).toMatchObject({
    verdict: 'fail',
    reason: 'the job wrote more than 10020 rows (expected: 2)',
    comparison: null,
  })
})

test('rows that a job has skipped, as it began to read behind them, are not lost by it', async () => {
  kafka.output.pop()
  const ended = await runOrders({ start: 3 })
  expect(ended).toMatchObject({ verdict: 'unknown', remedy: expect.stringContaining("`ends: 'when-stopped'`") })
  expect(ended.reason).toMatch(/^the job started to read partition 0 of \S+-in at offset 3 and skipped the rows/)
})
