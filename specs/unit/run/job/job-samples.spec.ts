/** Which looks at a job are kept. */
import { expect, test } from 'vitest'

import { JobSamples } from '../../../../harness/run/job/job-samples.ts'

const standing = (duration: number, recordsIn: number, state = 'RUNNING') => ({
  state,
  duration,
  vertices: [
    { name: 'days', parallelism: 1, recordsIn, recordsOut: 0, busyMs: duration, idleMs: 0, backPressuredMs: 0 },
  ],
})

/** As it is looked at every 20 ms, from the beginning to then. */
function watched(toMs: number, fromMs = 0, samples = new JobSamples()): JobSamples {
  for (let atMs = fromMs; atMs < toMs; atMs += 20) samples.note(standing(atMs, atMs))
  return samples
}

const timesOf = ({ all }: JobSamples): number[] => all.map(({ atMs }) => atMs)

test('one a second, and the end', () => {
  const samples = watched(3700)
  samples.note(standing(3700, 3700, 'FINISHED'))
  expect(timesOf(samples)).toEqual([0, 1000, 2000, 3000, 3700])
  expect(samples.all.at(-1)).toMatchObject({ state: 'FINISHED', operators: [{ recordsIn: 3700 }] })
})

test('an end soon after a look takes its place', () => {
  const samples = watched(3300)
  samples.note(standing(3300, 3300, 'FINISHED'))
  expect(timesOf(samples)).toEqual([0, 1000, 2000, 3300])
})

test('an answer whose counts have not changed says nothing new', () => {
  const samples = watched(1100)
  samples.note({ ...standing(1000, 1000), duration: 5000 })
  expect(timesOf(samples)).toEqual([0, 1000])
})

test('a long run keeps every second of them, then every fourth, and never more than 240', () => {
  const samples = watched(241_000)
  expect(samples.all).toHaveLength(121)
  expect(timesOf(samples).slice(0, 3)).toEqual([0, 2000, 4000])
  watched(3_600_000, 241_000, samples)
  expect(samples.all.length).toBeLessThanOrEqual(240)
  expect(timesOf(samples).slice(0, 2)).toEqual([0, 16_000])
  expect(timesOf(samples).at(-1)).toBeGreaterThan(3_580_000)
})
