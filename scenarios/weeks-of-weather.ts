/** The weather week by week, from days that come out of order, some of them when their week is over. */
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
