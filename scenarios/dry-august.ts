/** Dry August: a month without rain, so the job should write nothing; a wet day sent last proves that it was listening. */
import { csvFixture, defineScenario } from 'streamassay'

import rainyDays, { Day } from './rainy-days.ts'

export default defineScenario({
  ...rainyDays,
  name: 'dry-august',
  input: csvFixture('fixtures/dry-august.csv', Day),
  sentinel: { date: '2012-09-09', precipitation: 25.4, temp_max: 20, temp_min: 10, wind: 3, weather: 'rain' },
})
