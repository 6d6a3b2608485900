/** Rates and shares between samples, against values worked out by hand. */
import { expect, test } from 'vitest'

import { type JobSample, loadOf } from '../../../harness/verdict/job-load.ts'
import type { OperatorAccount } from '../../../harness/verdict/run-account.ts'

const operator = (changed: Partial<OperatorAccount> = {}): OperatorAccount => ({
  name: 'days',
  parallelism: 1,
  recordsIn: 0,
  recordsOut: 0,
  busyMs: 0,
  idleMs: 0,
  backPressuredMs: 0,
  ...changed,
})
const sample = (atMs: number, ...operators: OperatorAccount[]): JobSample => ({ atMs, state: 'RUNNING', operators })

test('rates and shares are those since the sample before; the summary has their mean over time and the highest', () => {
  const { load, loadSamples } = loadOf([
    sample(500, operator()),
    sample(1500, operator({ recordsIn: 100, recordsOut: 40, busyMs: 200, idleMs: 800 })),
    sample(3500, operator({ recordsIn: 700, recordsOut: 240, busyMs: 1200, idleMs: 1300, backPressuredMs: 500 })),
  ])
  expect(load).toEqual({
    samples: 3,
    operators: [
      {
        name: 'days',
        recordsInPerSecond: { mean: 233.333, peak: 300 },
        recordsOutPerSecond: { mean: 80, peak: 100 },
        busy: { mean: 0.4, peak: 0.5 },
        backPressured: { mean: 0.167, peak: 0.25 },
      },
    ],
  })
  const unknown = { recordsInPerSecond: null, recordsOutPerSecond: null, busy: null, idle: null, backPressured: null }
  const first = { name: 'days', recordsIn: 0, recordsOut: 0, ...unknown }
  expect(loadSamples.map(({ atMs, operators }) => [atMs, operators[0]])).toEqual([
    [500, first],
    [
      1500,
      {
        ...first,
        recordsIn: 100,
        recordsOut: 40,
        recordsInPerSecond: 100,
        recordsOutPerSecond: 40,
        busy: 0.2,
        idle: 0.8,
        backPressured: 0,
      },
    ],
    [
      3500,
      {
        ...first,
        recordsIn: 700,
        recordsOut: 240,
        recordsInPerSecond: 300,
        recordsOutPerSecond: 100,
        busy: 0.5,
        idle: 0.25,
        backPressured: 0.25,
      },
    ],
  ])
})

test('a job of fewer than three samples has none', () => {
  expect(loadOf([sample(0, operator()), sample(1000, operator({ busyMs: 1000 }))])).toEqual({
    load: null,
    loadSamples: [],
  })
})

test('two threads have two seconds in each', () => {
  const { load } = loadOf(
    [0, 1, 2].map((second) =>
      sample(second * 1000, operator({ parallelism: 2, recordsIn: 50 * second, busyMs: 2000 * second })),
    ),
  )
  expect(load?.operators[0]).toMatchObject({ recordsInPerSecond: { mean: 50, peak: 50 }, busy: { mean: 1, peak: 1 } })
})

test('a wait that Flink took for busy until it was over was a wait all along', () => {
  const { loadSamples } = loadOf([
    sample(0, operator()),
    sample(1000, operator({ busyMs: 1000 })),
    sample(2000, operator({ busyMs: 2000 })),
    sample(3000, operator({ busyMs: 100, idleMs: 2900 })),
  ])
  expect(loadSamples.slice(1).map(({ operators }) => [operators[0]?.busy, operators[0]?.idle])).toEqual([
    [0.1, 0.9],
    [0, 1],
    [0, 1],
  ])
})

test('counters that begin anew with a restart are no rate', () => {
  const { load, loadSamples } = loadOf([
    sample(0, operator()),
    sample(1000, operator({ recordsIn: 500, busyMs: 1000 })),
    sample(2000, operator({ recordsIn: 20, busyMs: 100, idleMs: 100 })),
    sample(3000, operator({ recordsIn: 120, busyMs: 600, idleMs: 600 })),
  ])
  expect(loadSamples.map(({ operators }) => operators[0]?.recordsInPerSecond)).toEqual([null, 500, null, 100])
  expect(load?.operators[0]?.busy).toEqual({ mean: 0.75, peak: 1 })
})

test('where the threads are not measured, rates are by the clock of Flink', () => {
  const rows = [0, 10, 40].map((recordsIn, second) =>
    sample(second * 2000, operator({ recordsIn, busyMs: null, idleMs: null })),
  )
  expect(loadOf(rows).load?.operators[0]).toEqual({
    name: 'days',
    recordsInPerSecond: { mean: 10, peak: 15 },
    recordsOutPerSecond: { mean: 0, peak: 0 },
    busy: null,
    backPressured: null,
  })
})

test('operators of one name are told apart by their place', () => {
  const rows = [0, 1, 2].map((second) =>
    sample(
      second * 1000,
      operator({ recordsIn: 5 * second, busyMs: 1000 * second }),
      operator({ idleMs: 1000 * second }),
    ),
  )
  expect(loadOf(rows).load?.operators.map(({ recordsInPerSecond }) => recordsInPerSecond?.mean)).toEqual([5, 0])
})
