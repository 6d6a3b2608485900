/** Running totals: what has come down so far on the days of each kind of weather, by a job that keeps state by key. */
import { csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'

import { Day } from './rainy-days.ts'
import { oneMore, totalOf } from './reference/totals.ts'

export default defineScenario({
  name: 'running-totals',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'totals.job' }),
  input: csvFixture('fixtures/seattle-weather.csv', Day),
  key: 'weather',
  reference: pipeline(Day)
    .map(totalOf)
    .keyBy(({ weather }) => weather)
    .reduce(oneMore),
  identity: ['weather', 'days'],
})
