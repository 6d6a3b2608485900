/** Days by their dates, by a job that writes in transactions whose name is the same in every run. */
import { csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'

import { Day } from '../../../scenarios/rainy-days.ts'

export default defineScenario({
  name: 'dated-days',
  job: pyflinkJob({ root: 'specs/endurance/flink-jobs', module: 'dated.job' }),
  input: csvFixture('fixtures/seattle-weather.csv', Day),
  reference: pipeline(Day).map(({ date, weather }) => ({ date, weather })),
  identity: 'date',
})

export const check = { regressions: null }
