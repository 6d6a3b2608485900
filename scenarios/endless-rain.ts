/** Endless rain: the rainy-days job left to wait for more days, as in production; a wet day sent last proves its end. */
import { defineScenario } from 'streamassay'

import rainyDays from './rainy-days.ts'

export default defineScenario({
  ...rainyDays,
  name: 'endless-rain',
  ends: 'never',
  sentinel: { date: '2016-01-01', precipitation: 25.4, temp_max: 8, temp_min: 2, wind: 3, weather: 'rain' },
})
