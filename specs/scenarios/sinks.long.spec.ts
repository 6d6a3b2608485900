/** Every job in every other sink than Kafka: on its fixture, and on generated streams. */
import { defineScenario } from 'streamassay'
import { expect, test } from 'streamassay/vitest'
import { describe } from 'vitest'

import dayReadings from '../../scenarios/day-readings.ts'
import oddAirports from '../../scenarios/odd-airports.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import runningTotals from '../../scenarios/running-totals.ts'
import southeastAirports from '../../scenarios/southeast-airports.ts'
import southernRoutes from '../../scenarios/southern-routes.ts'
import typeCrossing, { check as anyValues } from '../../scenarios/type-crossing.ts'
import weatherByYear from '../../scenarios/weather-by-year.ts'
import weeksOfWeather, { check as daysOfSpring } from '../../scenarios/weeks-of-weather.ts'

const seed = 2

describe.each(['file', 'console'] as const)('with the sink %s', (sink) => {
  const why = `its ${sink} sink is read only after the job has ended`

  test('rainy days', async ({ stack }) => {
    const scenario = defineScenario({ ...rainyDays, sink })
    expect(await stack.run(scenario)).toMatchReference()
    const check = await stack.check(scenario, { seed })
    expect(check).toMatchReference()
    expect(check).toMatchObject({ cases: 200, fallback: why })
  })

  test('airports', async ({ stack }) => {
    expect(await stack.run(defineScenario({ ...southeastAirports, sink }))).toMatchReference()
    expect(await stack.check(defineScenario({ ...oddAirports, sink }), { seed })).toMatchReference()
  })

  test('readings', async ({ stack }) => {
    const scenario = defineScenario({ ...dayReadings, sink })
    expect(await stack.run(scenario)).toMatchReference()
    expect(await stack.check(scenario, { seed })).toMatchReference()
  })

  test('values of all types', async ({ stack }) => {
    const scenario = defineScenario({ ...typeCrossing, sink })
    expect(await stack.run(scenario)).toMatchReference()
    expect(await stack.check(scenario, { ...anyValues, seed })).toMatchReference()
  })

  test('running totals', async ({ stack }) => {
    const scenario = defineScenario({ ...runningTotals, sink })
    expect(await stack.run(scenario)).toMatchReference()
    expect(await stack.check(scenario, { seed, cases: 20 })).toMatchReference()
  })

  test('weeks, of a job that is stopped', async ({ stack }) => {
    const scenario = defineScenario({ ...weeksOfWeather, sink })
    const run = await stack.run(scenario)
    expect(run).toMatchReference()
    expect(run.counts).toMatchObject({ expected: 130, matched: 130 })
    expect(await stack.check(scenario, { ...daysOfSpring, seed, cases: 20 })).toMatchReference()
  })

  test('routes and their airports', async ({ stack }) => {
    const scenario = defineScenario({ ...southernRoutes, sink })
    expect(await stack.run(scenario)).toMatchReference()
    expect(await stack.check(scenario, { seed })).toMatchReference()
  })

  test('changes of a table', async ({ stack }) => {
    const scenario = defineScenario({ ...weatherByYear, sink })
    const run = await stack.run(scenario)
    expect(run).toMatchReference()
    expect(run.comparison?.changes).toEqual({ rule: 'retract', records: 2904 })
    expect(await stack.check(scenario, { seed, cases: 20 })).toMatchReference()
  })
})
