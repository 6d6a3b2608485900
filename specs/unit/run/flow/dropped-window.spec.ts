/** Specs of a job that was over before its plan had been read: rows that the end of its input dropped are not its fault. */
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { windowOfFinished } from '../../../../harness/run/flow/dropped-window.ts'
import { type Run, run } from '../../../../harness/run.ts'
import { neverMs } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { fakeSession, kafka, splitLine } from '../fake-kafka.ts'
import { flinkThat } from '../flink-of-one-job.ts'
import { orders, type Price } from '../orders.ts'

const home = process.cwd()
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-window-'))
  process.chdir(folder.path)
  Object.assign(kafka, { did: [], output: [], isPrompt: false, failure: {}, foreign: 0 })
})

afterEach(async () => {
  process.chdir(home)
  await folder.remove()
})

const window = 'Window(TumblingProcessingTimeWindows(2000, 0), ProcessingTimeTrigger, All)'
const log = (): Promise<string> => Promise.resolve(splitLine())

/** A run of the orders whose job is FINISHED at once, with this output. */
async function runFinished(
  plan: string | null,
  ...output: readonly string[]
): Promise<Run<Price> & { submissions: number }> {
  kafka.output = [...output]
  // Shorter than the window, and it does not pass.
  await using made = await orders({ jobTimeoutMs: limitByHand().timeoutMs })
  await using flink = await flinkThat({ state: 'FINISHED', plan })
  const stack = fakeStack({ flinkUrl: flink.url, kafka: fakeSession(), log })
  const ended = await run(made.scenario, { stack: async () => stack, rerunCommand: 'npx streamassay run orders.ts' })
  return { ...ended, submissions: flink.asked.filter((line) => line.startsWith('POST /jars/9a_job.jar/run')).length }
}

test('rows that are lost beside a processing-time window are unknown, with what to do', async () => {
  expect(await runFinished(window, '{"id":1,"euros":2.5}')).toMatchObject({
    verdict: 'unknown',
    reason: '1 row is lost, and the end of the input drops what is in the processing-time window of the job (2 s)',
    remedy: "Give the scenario `ends: 'when-stopped'`.",
    counts: { matched: 1, lost: 1 },
    submissions: 1,
  })
})

test('a job with such a window that has written nothing is run once more, and stopped', async () => {
  const { stoppedBecause, submissions } = await runFinished(window)
  expect(stoppedBecause).toContain('the processing-time window (2 s)')
  expect(submissions).toBe(2)
})

test.each([
  ['a row with another value', window, ['{"id":1,"euros":2.5}', '{"id":3,"euros":9.0}'], { differing: 1 }],
  ['a row that is lost without a window', 'Source: orders<br/>', ['{"id":1,"euros":2.5}'], { lost: 1 }],
  ['all rows lost without a window', 'Source: orders<br/>', [], { lost: 2 }],
])('%s is wrong', async (_, plan, output, counts) => {
  expect(await runFinished(plan, ...output)).toMatchObject({ verdict: 'fail', counts, stoppedBecause: null })
})

test('a window of a job whose rows are all there is none of our business', async () => {
  const all = ['{"id":1,"euros":2.5}', '{"id":3,"euros":1.0}']
  expect(await runFinished(window, ...all)).toMatchObject({ verdict: 'pass', submissions: 1 })
})

test('rows that are lost next to a plan that cannot be read are unknown, and stay in the account', async () => {
  const lost = await runFinished(null, '{"id":1,"euros":2.5}')
  expect(lost).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringMatching(/^the plan of the job could not be read: /),
    counts: { matched: 1, lost: 1 },
  })
  expect(lost.comparison).not.toBeNull()
})

test('nobody knows of the windows in a plan that cannot be read', async () => {
  const limits = { flinkUrl: 'http://127.0.0.1:1', timeoutMs: neverMs, signal: new AbortController().signal }
  expect(await windowOfFinished({ id: 'a1', state: 'FINISHED' }, limits)).toMatchObject({
    windowMs: null,
    unread: { problem: expect.stringMatching(/^the plan of the job could not be read: /) },
  })
  const none = { windowMs: null, unread: null }
  expect(await windowOfFinished({ id: 'a1', state: 'FAILED' }, limits)).toEqual(none)
  expect(await windowOfFinished({ id: null, state: null }, limits)).toEqual(none)
  const aborted = { ...limits, signal: AbortSignal.abort(new Error('interrupted')) }
  await expect(windowOfFinished({ id: 'a1', state: 'FINISHED' }, aborted)).rejects.toThrow('interrupted')
})
