/** The zoo: each broken job is caught on a real stack, with exactly the account that its fault leads to. */
import type { Counts } from 'streamassay'
import { describe, expect, test } from 'streamassay/vitest'

import oddAirports from '../../scenarios/odd-airports.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import southeastAirports from '../../scenarios/southeast-airports.ts'
import { runBroken } from './run-broken.ts'

const none = { observed: 0, matched: 0, differing: 0, lost: 0, unexpected: 0, duplicated: 0, misordered: 0 }
const ofDays = (counts: Partial<Counts>) => ({ sent: 1461, acknowledged: 1461, expected: 506, ...none, ...counts })
const ofAirports = (counts: Partial<Counts>) => ({ sent: 3376, acknowledged: 3376, expected: 337, ...none, ...counts })
const ofOddAirports = (counts: Partial<Counts>) => ({ sent: 13, acknowledged: 13, expected: 9, ...none, ...counts })

describe('a filter', () => {
  test('that leaves out its boundary loses the 26 days exactly on it', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'boundary left out')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 480, matched: 480, lost: 26 }))
    expect(run.comparison?.findings[0]).toMatchObject({
      class: 'lost',
      expected: { line: 11, out: { date: '2012-01-10', precipitation_in: 0.04 } },
    })
  })

  test('that is inverted matches nothing and lets the 955 dry days out', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'filter inverted')
    expect(run.verdict).toBe('fail')
    // The 506 rainy days are paired by position with the first dry ones, and 449 dry ones remain.
    expect(run.counts).toEqual(ofDays({ observed: 955, differing: 506, unexpected: 449 }))
    expect(run.comparison?.findings[0]).toMatchObject({ pairedBy: 'position', expected: { line: 3 } })
  })

  test('that drops snow loses the 23 snowy days', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'snow dropped')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 483, matched: 483, lost: 23 }))
    expect(run.comparison?.findings[0]).toMatchObject({ expected: { line: 15, out: { weather: 'snow' } } })
  })

  test('that keeps nothing loses every day, and an empty output is no pass', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'nothing kept')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ lost: 506 }))
    expect(run.job.state).toBe('FINISHED')
  })
})

describe('a field', () => {
  test('that is swapped with another differs in every row, and both are named', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'fields swapped')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 506, differing: 506 }))
    expect(run.comparison?.findings[0]).toMatchObject({
      class: 'differing',
      pairedBy: 'identity',
      expected: { line: 3 },
      fields: [
        { path: 'temp_max_f', expected: 51.1, observed: 37 },
        { path: 'temp_min_f', expected: 37, observed: 51.1 },
      ],
    })
  })

  test('that is rounded down differs in 455 days and takes the 26 on the boundary below it', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'rounded down')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 480, matched: 25, differing: 455, lost: 26 }))
  })

  test('whose halves go to even differs in the 3 airports that lie on a half', async ({ stack }) => {
    const { run } = await runBroken(stack, southeastAirports, 'halves to even')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofAirports({ observed: 337, matched: 334, differing: 3 }))
    expect(run.comparison?.findings[0]).toMatchObject({
      expected: { line: 1445, out: { iata: 'EZM' } },
      fields: [{ path: 'latitude', expected: 32.2143, observed: 32.2142 }],
    })
  })

  test('in a wrong unit differs in every row, and it alone', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'knots for miles')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 506, differing: 506 }))
    expect(run.comparison?.findings[0]).toMatchObject({
      fields: [{ path: 'wind_mph', expected: 10.1, observed: 8.7 }],
    })
  })

  test('of the wrong type differs, though it reads the same', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'number as text')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 506, differing: 506 }))
    expect(run.comparison?.findings[0]).toMatchObject({
      fields: [{ path: 'wind_mph', expected: 10.1, observed: '10.1' }],
    })
  })

  test('that follows Unicode differs in the one airport with letters that do', async ({ stack }) => {
    const { run } = await runBroken(stack, oddAirports, 'letters of Unicode')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofOddAirports({ observed: 9, matched: 8, differing: 1 }))
    expect(run.comparison?.findings[0]).toMatchObject({
      expected: { line: 3 },
      fields: [{ path: 'slug', expected: 't-zmir-elvin', observed: 't-i-zmir-kelvin' }],
    })
  })
})

describe('a row', () => {
  test('that is written twice is one duplicate each', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'rows doubled')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 1012, matched: 506, duplicated: 506 }))
  })

  test('that changes places with its neighbour is one misordered row', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'neighbours swapped')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ observed: 506, matched: 506, misordered: 1 }))
    // Either of the two may be called the one out of place: input lines 66 and 70.
    expect([66, 70]).toContain(expectedLine(run.comparison?.findings[0]))
  })

  test('that is null differs from every airport', async ({ stack }) => {
    const { run } = await runBroken(stack, southeastAirports, 'return forgotten')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofAirports({ observed: 337, differing: 337 }))
    expect(run.comparison?.findings[0]).toMatchObject({ observed: { value: { decoded: null } }, expected: { line: 6 } })
  })

  test('that is not JSON is unexpected, and the row it should have been is lost', async ({ stack }) => {
    const { run } = await runBroken(stack, southeastAirports, 'not JSON')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofAirports({ observed: 337, lost: 337, unexpected: 337 }))
  })
})

describe('a job', () => {
  test('that crashes on a row fails with the Python line at fault', async ({ stack }) => {
    const { run, line } = await runBroken(stack, rainyDays, 'crash on the first rain')
    expect(run.verdict).toBe('fail')
    // The crash comes before the first rainy day has left the worker.
    expect(run.counts).toEqual(ofDays({ lost: 506 }))
    expect(run.job.state).toBe('FAILED')
    expect(run.job.exception).toMatchObject({
      type: 'NameError',
      message: "name 'moderate' is not defined",
      file: 'weather/logic.py',
      line,
    })
  })

  test('that cannot be imported fails with what Python said', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'import that fails')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ expected: 0 }))
    expect(run.comparison).toBeNull()
    expect(run.reason).toContain("ModuleNotFoundError: No module named 'maths'")
  })

  test('that does not know its flags fails with what its parser said', async ({ stack }) => {
    const { run } = await runBroken(stack, rainyDays, 'flag of another name')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toEqual(ofDays({ expected: 0 }))
    expect(run.reason).toContain('the following arguments are required: --consumer-group')
  })
})

const expectedLine = (finding: object | undefined): unknown =>
  finding && 'expected' in finding ? (finding.expected as { line: unknown }).line : undefined
