/** Specs of a run's clock and of its steps. */
import { expect, test, vi } from 'vitest'

import type { ProgressEvent } from '../../../harness/progress.ts'
import { Stages } from '../../../harness/run/stages.ts'

const clock = (): { passMs: (spanMs: number) => void } => {
  let nowMs = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  return { passMs: (spanMs) => void (nowMs += spanMs) }
}

test('a stage that was not come to has taken 0 ms, and the total runs from the beginning', () => {
  const { passMs } = clock()
  const stages = new Stages(() => undefined)
  passMs(7)
  const none = { stack: 0, topics: 0, replay: 0, submit: 0, job: 0, drain: 0, compare: 0 }
  expect(stages.timingsMs()).toEqual({ ...none, total: 7 })
})

test('the time of a stage is what its work took, added up, and its value comes out', async () => {
  const { passMs } = clock()
  const stages = new Stages(() => undefined)
  const work = (spanMs: number) => async (): Promise<string> => {
    passMs(spanMs)
    return `${spanMs} ms`
  }
  expect(await stages.time('replay', work(30))).toBe('30 ms')
  await stages.time('replay', work(12))
  expect(stages.timingsMs()).toMatchObject({ replay: 42, drain: 0, total: 42 })
})

test('a stage that fails has taken its time as well', async () => {
  const { passMs } = clock()
  const stages = new Stages(() => undefined)
  const failing = stages.time('drain', () => {
    passMs(9)
    throw new Error('the topic is gone')
  })
  await expect(failing).rejects.toThrow('the topic is gone')
  expect(stages.timingsMs().drain).toBe(9)
})

test('a step is reported under its name', async () => {
  const events: ProgressEvent[] = []
  const stages = new Stages((event) => events.push(event))
  expect(await stages.step('output', async () => [506, '506 records'])).toBe(506)
  expect(events.map(({ kind, step }) => `${step} ${kind}`)).toEqual(['output started', 'output ended'])
})
