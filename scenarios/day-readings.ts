/** Day readings: each of four years of days as none, one or several rows, by a job that is one flat_map. */
import { csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'

import { Day } from './rainy-days.ts'
import { readingsOf } from './reference/readings.ts'

export default defineScenario({
  name: 'day-readings',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'readings.job' }),
  input: csvFixture('fixtures/seattle-weather.csv', Day),
  key: 'date',
  reference: pipeline(Day).flatMap(readingsOf),
  identity: ['date', 'instrument'],
})
