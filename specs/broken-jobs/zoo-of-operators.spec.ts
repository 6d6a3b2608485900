/** The zoo of jobs that do more than map and filter: each broken one is caught, with the account that its fault leads to. */
import { defineScenario } from 'streamassay'
import { describe, expect, test } from 'streamassay/vitest'

import dayReadings from '../../scenarios/day-readings.ts'
import runningTotals from '../../scenarios/running-totals.ts'
import southernRoutes from '../../scenarios/southern-routes.ts'
import weatherByYear from '../../scenarios/weather-by-year.ts'
import weeksOfWeather from '../../scenarios/weeks-of-weather.ts'
import { runBroken } from './run-broken.ts'

/** The broken jobs lose rows that are due, which need not be waited for long. */
const weeks = { ...weeksOfWeather, settleMs: 300 }

const none = { sent: 1461, acknowledged: 1461, differing: 0, lost: 0, unexpected: 0, duplicated: 0, misordered: 0 }

describe('a flat_map', () => {
  test.for([
    ['rain at freezing point', { observed: 775, matched: 774, differing: 1 }],
    ['frost at freezing point', { observed: 791, matched: 775, unexpected: 16 }],
    ['one reading a day', { observed: 692, matched: 692, lost: 83 }],
  ] as const)('%s', async ([name, counts], { stack }) => {
    const { run } = await runBroken(stack, dayReadings, name)
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual({ ...none, expected: 775, ...counts })
  })
})

describe('a reduce', () => {
  test.for([
    ['key of another field', { observed: 1461, matched: 5, differing: 1456 }],
    ['one key for all', { observed: 1461, matched: 1, differing: 1460 }],
    ['last of the wettest', { observed: 1461, matched: 670, differing: 791 }],
    ['sum begun anew', { observed: 1461, matched: 796, differing: 665 }],
  ] as const)('%s', async ([name, counts], { stack }) => {
    const { run } = await runBroken(stack, runningTotals, name)
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual({ ...none, expected: 1461, ...counts })
  })
})

describe('a window', () => {
  test.for([
    ['weeks from Sunday', { observed: 125, matched: 6, differing: 119, lost: 5 }],
    ['late days counted', { observed: 130, matched: 124, differing: 6 }],
    ['late days dropped', { observed: 124, matched: 124, lost: 6 }],
    ['all weather in one week', { observed: 60, matched: 6, differing: 54, lost: 70 }],
  ] as const)('%s', async ([name, counts], { stack }) => {
    const { run } = await runBroken(stack, weeks, name)
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual({ ...none, sent: 366, acknowledged: 366, expected: 130, ...counts })
  })
})

test('a window that fails when the job is stopped, as it is the last one to close', async ({ stack }) => {
  const { run, line } = await runBroken(stack, weeks, 'crash in the last week')
  expect(run.verdict).toBe('fail')
  expect(run.job).toMatchObject({
    state: 'FAILED',
    exception: { type: 'ZeroDivisionError', file: 'weeks/logic.py', line },
  })
})

describe('a join', () => {
  const sent = { ...none, sent: 5366, acknowledged: 5366, expected: 704 }

  test.for([
    ['key of the other end', { observed: 699, matched: 0, differing: 699, lost: 5 }],
    ['part of a side dropped', { observed: 674, matched: 674, lost: 30 }],
  ] as const)('%s', async ([name, counts], { stack }) => {
    const { run } = await runBroken(stack, southernRoutes, name)
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual({ ...sent, ...counts })
  })

  // Which stream is ahead in a job that finds both there is Flink's to choose. Here all routes have been read before an
  // airport is sent; those that still lie between two operators may be in time.
  test('routes do not wait', async ({ stack }) => {
    const last = defineScenario({ ...southernRoutes, ends: 'when-stopped', sidesSent: 'last', settleMs: 300 })
    const { run } = await runBroken(stack, last, 'routes do not wait')
    expect(run.verdict).toBe('fail')
    const { lost } = run.counts
    expect(lost).toBeGreaterThan(0)
    expect(run.counts).toEqual({ ...sent, observed: 704 - lost, matched: 704 - lost, lost })
  })
})

describe('a table', () => {
  test.for([
    ['largest for the sum', { observed: 18, matched: 11, differing: 7 }],
    ['dry days not counted', { observed: 18, matched: 5, differing: 13 }],
    ['snow not queried', { observed: 15, matched: 15, lost: 3 }],
    ['rows not taken back', { observed: 1461, matched: 0, differing: 18, unexpected: 1443 }],
  ] as const)('%s', async ([name, counts], { stack }) => {
    const { run } = await runBroken(stack, weatherByYear, name)
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual({ ...none, expected: 18, ...counts })
  })
})
