/** The weather year by year, by a job on Flink's Table API, which writes how its table changes. */
import { csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'

import { Day } from './rainy-days.ts'
import { withDay, yearOf } from './reference/years.ts'

export default defineScenario({
  name: 'weather-by-year',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'years.job' }),
  input: csvFixture('fixtures/seattle-weather.csv', Day),
  reference: pipeline(Day)
    .map(yearOf)
    .keyBy(({ year, weather }) => `${year} ${weather}`)
    .reduce(withDay),
  identity: ['year', 'weather'],
  changes: 'retract',
})
