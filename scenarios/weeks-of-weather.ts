/** The weather week by week, from days that come out of order, some of them when their week is over. */
import * as fc from 'fast-check'
import { csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'

import { Day } from './rainy-days.ts'
import { lateDay, timeOf, weekOf, weeks } from './reference/weeks.ts'

export default defineScenario({
  name: 'weeks-of-weather',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'weeks.job' }),
  input: csvFixture('fixtures/late-days.csv', Day),
  reference: pipeline(Day)
    .eventTime(timeOf, { outOfOrderMs: weeks.outOfOrderMs })
    .keyBy(({ weather }) => weather)
    .tumblingWindow({ sizeMs: weeks.sizeMs, offsetMs: weeks.offsetMs, late: lateDay }, weekOf),
  identity: (out) => ('week' in out ? `${out.week} ${out.weather}` : `late ${out.late}`),
  // Windows that close together come in no order of theirs, and late days by a way of their own.
  order: ({ weather, ...out }) => ('week' in out ? weather : 'late'),
  ends: 'when-stopped',
})

/** Days of a few weeks in any order: one in some is late. */
const dayOfSpring = fc.record({
  date: fc.integer({ min: 0, max: 30 }).map((days) => new Date(Date.UTC(2012, 2, 1 + days)).toISOString().slice(0, 10)),
  precipitation: fc.integer({ min: 0, max: 500 }).map((tenths) => tenths / 10),
  temp_max: fc.integer({ min: -100, max: 300 }).map((tenths) => tenths / 10),
  temp_min: fc.constant(0),
  wind: fc.constant(0),
  weather: fc.constantFrom('rain', 'sun'),
})

const isMonday = ({ date }: { readonly date: string }): boolean => new Date(date).getUTCDay() === 1

export const check = { row: dayOfSpring, edges: { 'a Monday': isMonday } }
