/** Specs of runs that are cut off by trouble of the stack: what had come out before is judged all the same. */
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { StreamassayError } from '../../harness/errors.ts'
import { type Run, run } from '../../harness/run.ts'
import { neverMs } from '../patience.ts'
import { limitByHand } from './limit-by-hand.ts'
import { fakeSession, kafka, splitLine } from './run/fake-kafka.ts'
import { flinkThat, untilCancelled } from './run/flink-of-one-job.ts'
import { orders, type Price } from './run/orders.ts'
import { fakeStack } from './stack/fake-stack.ts'

const home = process.cwd()
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-run-'))
  process.chdir(folder.path)
  Object.assign(kafka, { did: [], output: [], isPrompt: true, failure: {}, foreign: 0 })
})

afterEach(async () => {
  process.chdir(home)
  await folder.remove()
})

const died = new StreamassayError('CONTAINER_DIED', 'the container of taskmanager exited with 137', { remedy: 'look' })

/** A run of the orders whose TaskManager dies while the job runs, after these values have come out. */
async function runCutOff(...output: readonly string[]): Promise<Run<Price>> {
  kafka.output = [...output]
  const dead = new AbortController()
  await using made = await orders()
  await using flink = await flinkThat({
    state: (asked) => {
      if (asked.filter((line) => line.startsWith('GET /jobs/')).length > 3) dead.abort(died)
      return 'RUNNING'
    },
  })
  const stack = fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), dead: dead.signal })
  return await run(made.scenario, { stack: async () => stack, rerunCommand: 'npx streamassay run orders.ts' })
}

test('a row with another value that had come before is proven wrong, and the trouble is noted', async () => {
  const ended = await runCutOff('{"id":1,"euros":9.5}')
  expect(ended).toMatchObject({
    verdict: 'fail',
    reason: '1 differing (2 rows expected, 1 observed before the run was cut off)',
    trouble: 'the container of taskmanager exited with 137',
    remedy: null,
  })
  expect(ended.report).toContain('trouble     the container of taskmanager exited with 137')
  expect(ended.report).toContain('! euros')
})

test.each([
  ['right rows', ['{"id":1,"euros":2.5}']],
  ['nothing', []],
  ['a row twice', ['{"id":1,"euros":2.5}', '{"id":1,"euros":2.5}']],
])('%s that had come before leave it unknown', async (_, output) => {
  const ended = await runCutOff(...output)
  expect(ended).toMatchObject({
    verdict: 'unknown',
    reason: 'the container of taskmanager exited with 137',
    remedy: 'look',
    trouble: null,
  })
})

const log = (): Promise<string> => Promise.resolve(splitLine())
const isCancelled = (line: string): boolean => line.startsWith('PATCH /jobs/')

test('a TaskManager that a cancel brings down after the verdict is named in the report', async () => {
  kafka.output = ['{"id":1,"euros":2.5}', '{"id":3,"euros":1.0}', '{"id":9,"euros":1.0}']
  const dead = new AbortController()
  await using made = await orders({ ends: 'never', sentinel: { id: 9, cents: 100 }, jobTimeoutMs: neverMs })
  await using flink = await flinkThat({
    state: (asked) => {
      if (!asked.some(isCancelled)) return 'RUNNING'
      dead.abort(died)
      return 'CANCELED'
    },
  })
  const stack = fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), dead: dead.signal, log })
  const ended = await run(made.scenario, { stack: async () => stack, rerunCommand: 'npx streamassay run orders.ts' })
  expect(ended).toMatchObject({ verdict: 'pass', remedy: null })
  expect(ended.report).toContain('trouble     the container of taskmanager exited with 137, after the verdict')
})

const reachedLimits = async () => ['taskmanager has 1024 of 1024 processes and threads']

test('a job that does not end on a TaskManager that has reached a limit is unknown, by the name of that limit', async () => {
  const limit = limitByHand()
  await using made = await orders({ jobTimeoutMs: limit.timeoutMs })
  await using flink = await flinkThat({ state: untilCancelled })
  const stack = fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), reachedLimits })
  const running = run(made.scenario, { stack: async () => stack, rerunCommand: 'npx streamassay run orders.ts' })
  await limit.pass(() => flink.asked.some((line) => line.startsWith('GET /jobs/')))
  expect(await running).toMatchObject({
    verdict: 'unknown',
    reason:
      'the job did not come to its end on a TaskManager that has reached its limits: taskmanager has 1024 of 1024 processes and threads',
    remedy: expect.stringContaining('npx streamassay down'),
  })
})
