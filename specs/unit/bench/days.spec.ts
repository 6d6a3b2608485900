/** The generated days: their dates, their text as Python writes it, and the files that are made of them. */
import { readFile } from 'node:fs/promises'

import { describe, expect, test } from 'vitest'

import {
  dateOf,
  daysPath,
  daysScenario,
  endlessScenario,
  pythonJson,
  writeDays,
  writeTexts,
} from '../../../bench/days.ts'

const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).trimEnd().split('\n')

const measures = (line: string | undefined) => line?.slice(line.indexOf(','))

test('every day of a million has a date of its own, of ten letters', () => {
  expect([0, 1, 365, 999_999].map(dateOf)).toEqual(['1000-01-01', '1000-01-02', '1001-01-01', '3737-11-27'])
})

describe('text as Python writes it', () => {
  test('has blanks after colons and commas, and a fraction in every double', () => {
    expect(pythonJson({ date: '1000-01-01', a: 50, b: -3.5, c: 0, word: 'say "rain"' })).toBe(
      '{"date": "1000-01-01", "a": 50.0, "b": -3.5, "c": 0.0, "word": "say \\"rain\\""}',
    )
  })
})

test('the CSV repeats the days of the fixture under dates that go on', async () => {
  const rows = 1463
  expect(await writeDays(rows)).toBe(daysPath(rows))
  const [header, ...days] = await linesOf(daysPath(rows))
  const [fixtureHeader, ...fixture] = await linesOf('fixtures/seattle-weather.csv')
  expect(header).toBe(fixtureHeader)
  expect(days).toHaveLength(rows)
  expect(measures(days[7])).toBe(measures(fixture[7]))
  // The years 1000 to 1003 have 365 days each: the year 1000 is not a leap year.
  expect(days[1461]).toBe(`1004-01-02${measures(fixture[0])}`)
})

test('the files of the bare script hold the same rows, and what the reference makes of them', async () => {
  const { input, expected } = await writeTexts(40)
  expect(await linesOf(input)).toHaveLength(40)
  expect((await linesOf(input))[1]).toBe(
    '{"date": "1000-01-02", "precipitation": 10.9, "temp_max": 10.6, "temp_min": 2.8, "wind": 4.5, "weather": "rain"}',
  )
  // 10.9 mm, 10.6 and 2.8 degrees, 4.5 m/s by hand, as DESCRIPTION.md says.
  expect((await linesOf(expected))[0]).toBe(
    '{"date": "1000-01-02", "precipitation_in": 0.43, "temp_max_f": 51.1, "temp_min_f": 37.0, "temp_range_f": 14.0, ' +
      '"wind_mph": 10.1, "weather": "rain", "severity": "moderate"}',
  )
})

test('the scenarios are the rainy days with another input, one of them without an end', () => {
  expect(daysScenario(1000)).toMatchObject({ name: 'days-1000', input: { path: daysPath(1000) }, identity: 'date' })
  expect(endlessScenario(1000)).toMatchObject({ ends: 'never', sentinel: { date: '9999-12-31' } })
})
