/** Rainy days: four years of Seattle's weather, converted to imperial units, the rainy days kept. */
import { column, csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'
import { z } from 'zod'

import { isRainy, toImperial } from './reference/weather.ts'

/** The columns of fixtures/seattle-weather.csv. */
export const Day = z.object({
  date: column.date(),
  precipitation: column.double(),
  temp_max: column.double(),
  temp_min: column.double(),
  wind: column.double(),
  weather: column.text(),
})

export default defineScenario({
  name: 'rainy-days',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'weather.job' }),
  input: csvFixture('fixtures/seattle-weather.csv', Day),
  key: 'date',
  reference: pipeline(Day).map(toImperial).filter(isRainy),
  identity: 'date',
})
