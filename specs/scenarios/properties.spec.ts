/** The jobs as they are agree with their references on generated streams, not only on their fixtures. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { defineScenario } from 'streamassay'
import { expect, test } from 'streamassay/vitest'

import dayReadings from '../../scenarios/day-readings.ts'
import endlessRain from '../../scenarios/endless-rain.ts'
import oddAirports from '../../scenarios/odd-airports.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import runningTotals from '../../scenarios/running-totals.ts'
import southernRoutes from '../../scenarios/southern-routes.ts'
import typeCrossing, { check as anyValues } from '../../scenarios/type-crossing.ts'
import weatherByYear from '../../scenarios/weather-by-year.ts'
import weeksOfWeather, { check as daysOfSpring } from '../../scenarios/weeks-of-weather.ts'

// A gate is to say the same of the same code; new seeds are for the night.
const seed = 1

test('any days of weather', async ({ stack }) => {
  const check = await stack.check(rainyDays, {
    seed,
    edges: {
      'the least rain that counts': ({ precipitation }) => Math.floor((precipitation / 25.4) * 100 + 0.5) === 4,
      'a day below zero': ({ temp_min: minimum }) => minimum < 0,
    },
  })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 200, fallback: null, restarts: 0, counterexample: null })
})

test('any airports', async ({ stack }) => {
  const check = await stack.check(oddAirports, {
    seed,
    edges: {
      'the southern edge': ({ latitude }) => latitude === 24,
      'a name with a blank at its end': ({ name }) => name.endsWith(' '),
      'half of a ten-thousandth': ({ latitude }) => Math.abs(((latitude * 10_000) % 1) - 0.5) < 1e-6,
    },
  })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 200, fallback: null })
})

test('any days of weather in thread mode', async ({ stack }) => {
  expect(await stack.check({ ...rainyDays, mode: 'thread' }, { seed })).toMatchReference()
})

test.for(['process', 'thread'] as const)('any values of each type, in %s mode', async (mode, { stack }) => {
  const check = await stack.check({ ...typeCrossing, mode }, { ...anyValues, seed })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 200, fallback: null })
})

test('any readings of a day', async ({ stack }) => {
  const check = await stack.check(dayReadings, {
    seed,
    edges: {
      'freezing point': ({ temp_max: highest, precipitation }) => highest === 0 && precipitation > 0,
      'a fresh breeze': ({ wind }) => wind === 6,
    },
  })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 200, fallback: null })
})

test('any days in running totals, each case in a job of its own', async ({ stack }) => {
  const check = await stack.check(runningTotals, { seed, cases: 8 })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 8, fallback: 'the output of a row depends on earlier rows' })
})

test('any days in weeks, each case in a job of its own that is stopped', async ({ stack }) => {
  const check = await stack.check(weeksOfWeather, { ...daysOfSpring, seed, cases: 8 })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 8, fallback: 'the output of a row depends on earlier rows' })
})

test('any days in weeks by the default end, with late days and a counterexample of an older version that was none', async ({
  stack,
}) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-regressions-'))
  const rest = '"precipitation":0,"temp_max":0,"temp_min":0,"wind":0,"weather":"rain"'
  const lines = ['08', '01', '24', '30'].map((day) => `{"row":{"date":"2012-03-${day}",${rest}}}`)
  await writeFile(join(folder.path, 'false.ndjson'), `${['{"scenario":"weeks-of-weather"}', ...lines].join('\n')}\n`)
  const byDefault = defineScenario({ ...weeksOfWeather, ends: 'with-input' })
  const check = await stack.check(byDefault, { ...daysOfSpring, seed, cases: 3, regressions: folder.path })
  expect(check).toMatchReference()
  expect(check.how).toBe('jobs that end, one case in each; a job with late rows is stopped after it has read them')
  expect(check.cases).toBe(3)
})

test('a job that never ends is checked without a run that does', async ({ stack }) => {
  expect(await stack.check(endlessRain, { seed, cases: 50 })).toMatchReference()
})

test('any routes, of airports that are there and of others', async ({ stack }) => {
  const check = await stack.check(southernRoutes, { seed })
  expect(check).toMatchReference()
  expect(check).toMatchObject({ cases: 200, fallback: 'the job may not have read its other inputs' })
})

test('any days in a table by year, each case in a job of its own', async ({ stack }) => {
  const check = await stack.check(weatherByYear, { seed, cases: 4 })
  expect(check).toMatchReference()
  expect(check.cases).toBe(4)
})
