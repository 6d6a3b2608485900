/** Specs of what is kept of the looks at a job while it runs. */
import { expect, test } from 'vitest'

import type { JobStanding } from '../../../../harness/flink/endpoints.ts'
import { JobSamples } from '../../../../harness/run/job/job-samples.ts'

const standing = (duration: number, busyMs: number | null = duration / 2, parallelism = 1): JobStanding => ({
  jid: 'a1',
  name: 'rainy',
  state: 'RUNNING',
  duration,
  'status-counts': {},
  vertices: [
    { name: 'Source', parallelism, recordsIn: duration, recordsOut: 0, busyMs, idleMs: 0, backPressuredMs: null },
  ],
})

test('of many looks one a second is kept, and that of another state', () => {
  const samples = new JobSamples()
  for (const duration of [0, 20, 999, 1000, 1500, 2001]) samples.note(standing(duration))
  samples.note({ ...standing(2010), state: 'FINISHED' })
  expect(samples.samples().map(({ seconds, state }) => `${seconds} ${state}`)).toEqual([
    '0 RUNNING',
    '1 RUNNING',
    '2.001 RUNNING',
    '2.01 FINISHED',
  ])
})

test('shares of time are of the time since the look before, over all subtasks', () => {
  const samples = new JobSamples()
  samples.note(standing(0, 0, 2))
  samples.note(standing(1000, 500, 2))
  samples.note(standing(3000, 4500, 2))
  expect(samples.samples().map(({ operators }) => operators[0])).toEqual([
    { name: 'Source', recordsIn: 0, recordsOut: 0, busy: null, idle: null, backPressured: null },
    { name: 'Source', recordsIn: 1000, recordsOut: 0, busy: 0.25, idle: 0, backPressured: null },
    { name: 'Source', recordsIn: 3000, recordsOut: 0, busy: 1, idle: 0, backPressured: null },
  ])
})

test('what Flink does not measure has no share', () => {
  const samples = new JobSamples()
  samples.note(standing(0, null))
  samples.note(standing(1000, 500))
  expect(samples.samples().at(-1)?.operators[0]?.busy).toBeNull()
})

test('a job that runs for hours leaves no more than some hundred', () => {
  const samples = new JobSamples()
  for (let second = 0; second < 5000; second += 1) samples.note(standing(second * 1000))
  const kept = samples.samples()
  expect(kept.length).toBeGreaterThan(300)
  expect(kept.length).toBeLessThanOrEqual(600)
  expect(kept[0]?.seconds).toBe(0)
  expect(kept.at(-1)?.seconds).toBeGreaterThan(4980)
})
