/** A part of the stack dies in the middle of a run: it ends at once, is unknown and never green, and says what died. */
import { openStack, type StreamassayError } from 'streamassay'
import { expect, test } from 'vitest'

import type { ProgressEvent } from '../../harness/progress.ts'
import { type Run, run } from '../../harness/run.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import type { Stack, StackPart } from '../../harness/stack/stack.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { inTime, lateJobMs, neverMs } from '../patience.ts'

/** Its job has time without end: what ends a run is the death of a part. */
const endless = { ...rainyDays, jobTimeoutMs: neverMs }
/** Seven seconds of replay. */
const slowly = { ...endless, rowsPerSecond: 200 }

/** What a run says at the moment at which a part is to die. */
type Moment = (event: ProgressEvent) => boolean
const says =
  (step: string, text: RegExp): Moment =>
  (event) =>
    event.kind === 'progress' && event.step === step && text.test(event.text)

/** Runs a scenario, kills a container of its stack when the run has come to a moment, and waits for the verdict: not for long. */
async function runAndKill(stack: Stack, part: StackPart, moment: Moment, scenario = endless): Promise<Run> {
  const container = (await connectEngine()).getContainer(`streamassay-${stack.id}-${part}`)
  const come = Promise.withResolvers<void>()
  const report = (event: ProgressEvent): void => void (moment(event) && come.resolve())
  const running = run(scenario, { stack: async () => stack, rerunCommand: 'npx vitest run', report })
  await Promise.race([come.promise, running])
  return await inTime('noticing a dead container', async () => {
    await container.kill()
    return running
  })
}

test.for([
  ['kafka', 'in mid-replay', says('replay', /^[1-9]/), slowly],
  ['jobmanager', 'while its job runs', says('job', /^running/), endless],
] as const)('a run whose %s dies %s', async ([part, , moment, scenario]) => {
  await using stack = await openStack()
  const ended = await runAndKill(stack, part, moment, scenario)
  expect(ended).toMatchObject({ verdict: 'unknown', reason: `the container of ${part} exited with 137` })
  expect(stack.dead.reason as StreamassayError).toMatchObject({
    code: 'CONTAINER_DIED',
    remedy: expect.stringContaining('another process killed the container'),
  })
  expect(part === 'jobmanager' || ended.counts.acknowledged < 1461).toBe(true)
})

test('a run whose TaskManager dies, and the next one, for which no slot is left', async () => {
  await using stack = await openStack()
  const ended = await runAndKill(stack, 'taskmanager', says('job', /^running/))
  expect(ended).toMatchObject({ verdict: 'unknown', reason: 'the container of taskmanager exited with 137' })
  expect(stack.dead.reason as StreamassayError).toMatchObject({ code: 'CONTAINER_DIED' })

  // As on a cluster whose processes nobody watches: there it is the job's own limit that ends the run.
  const unwatched = { ...stack, dead: new AbortController().signal }
  const late = { ...rainyDays, jobTimeoutMs: lateJobMs }
  const options = { stack: async () => unwatched, rerunCommand: 'npx vitest run' }
  const without = await inTime('judging a failing job', () => run(late, options))
  expect(without).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringMatching(/^waited 4 s for the job \w+ to end; last seen: RUNNING, its operators: \d+ [A-Z]+/),
  })
})
