/** A job that never started has no rows to account for: none of the expected ones is called lost. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { runBounded } from '../../harness/property/batch/bounded-run.ts'
import { prepare } from '../../harness/run/prepare.ts'
import { type Run, run } from '../../harness/run.ts'
import { annotationsOf } from '../../harness/verdict/annotations.ts'
import { fakeSession, kafka, splitLine } from './run/fake-kafka.ts'
import { flinkThat } from './run/flink-of-one-job.ts'
import { orders, type Price } from './run/orders.ts'
import { fakeStack } from './stack/fake-stack.ts'

const home = process.cwd()
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-run-'))
  process.chdir(folder.path)
  Object.assign(kafka, { did: [], output: [], isPrompt: false, failure: {}, foreign: 0 })
})

afterEach(async () => {
  process.chdir(home)
  await folder.remove()
})

const noJob = { status: 400, body: { errors: ['a.B: No jobs included in application.\n\tat a.B.c(B.java:1)'] } }
const refuses = () => flinkThat({ run: noJob, state: null })
const log = (): Promise<string> => Promise.resolve(splitLine())

async function runRefused(...output: readonly string[]): Promise<Run<Price>> {
  kafka.output = [...output]
  await using made = await orders()
  await using flink = await refuses()
  const stack = fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), log })
  return await run(made.scenario, { stack: async () => stack, rerunCommand: 'npx streamassay run orders.ts' })
}

const lines = async (name: string): Promise<number> =>
  (await readFile(join(folder.path, '.streamassay/latest', name), 'utf8')).split('\n').length - 1

test('the run fails with the reason alone: no row is compared, and no line of the input is pointed at', async () => {
  const ended = await runRefused()
  expect(ended).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(/^the job never started: NoJob: main\(\) ended without a job/),
    comparison: null,
    counts: { sent: 3, acknowledged: 3, expected: 0, lost: 0 },
  })
  expect(ended.report).not.toMatch(/expected|lost|misordered/)
  expect(annotationsOf(ended)).toEqual([])
})

test('the evidence lists the expected rows and no difference', async () => {
  await runRefused()
  expect([await lines('expected.ndjson'), await lines('diff.ndjson')]).toEqual([2, 0])
})

test('rows that came all the same are accounted for: a main that raises may have started a job', async () => {
  const ended = await runRefused('{"id":1,"euros":2.5}')
  expect(ended).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(/^main\(\) failed after it had started the job/),
    counts: { expected: 2, matched: 1, lost: 1 },
  })
  expect(ended.report).toContain('  input     {"id":3,"cents":100}\n  expected  {"id":3,"euros":1}\n')
})

test('a case of a check whose job never started has no comparison either', async () => {
  await using made = await orders()
  await using flink = await refuses()
  const stack = fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), log })
  const rows = [{ id: 1, cents: 250 }]
  const plan = { stack, name: 'lone', signal: new AbortController().signal, isOrdered: true }
  expect(await runBounded(await prepare(made.scenario), rows, plan)).toMatchObject({
    passes: false,
    reason: expect.stringContaining('the job never started'),
    comparison: null,
  })
})
