/** The zoo of jobs that do more than map and filter: each broken one is caught, with the account that its fault leads to. */
import { describe, expect, test } from 'streamassay/vitest'

import dayReadings from '../../scenarios/day-readings.ts'
import runningTotals from '../../scenarios/running-totals.ts'
import weeksOfWeather from '../../scenarios/weeks-of-weather.ts'
import { runBroken } from './run-broken.ts'

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
    const { run } = await runBroken(stack, weeksOfWeather, name)
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual({ ...none, sent: 366, acknowledged: 366, expected: 130, ...counts })
  })
})
