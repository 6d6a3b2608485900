/** The weather week by week, of a job that a check runs to the end of its input where no day is late. */
import { defineScenario } from 'streamassay'

import weeksOfWeather, { check as daysOfSpring } from '../../../scenarios/weeks-of-weather.ts'

export default defineScenario({ ...weeksOfWeather, name: 'weeks-by-default', ends: 'with-input' })

// A few cases need not have a row on each edge.
export const check = { ...daysOfSpring, edges: {}, regressions: null }
