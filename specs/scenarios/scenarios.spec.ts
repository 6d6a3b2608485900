/** The jobs as they are, on a real stack: every scenario of the project agrees with its reference, row for row. */
import { defineScenario, pyflinkJob } from 'streamassay'
import { expect, test } from 'streamassay/vitest'

import dayReadings from '../../scenarios/day-readings.ts'
import dryAugust from '../../scenarios/dry-august.ts'
import endlessRain from '../../scenarios/endless-rain.ts'
import exactInvoices from '../../scenarios/exact-invoices.ts'
import oddAirports from '../../scenarios/odd-airports.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import runningTotals from '../../scenarios/running-totals.ts'
import southernRoutes from '../../scenarios/southern-routes.ts'
import southeastAirports from '../../scenarios/southeast-airports.ts'
import typeCrossing from '../../scenarios/type-crossing.ts'
import weatherByYear from '../../scenarios/weather-by-year.ts'
import weeksOfWeather from '../../scenarios/weeks-of-weather.ts'
import { breakJob } from '../broken-jobs/mutate.ts'

/** The account of a run in which every expected row came, once and in its place. */
const complete = (sent: number, expected: number) => ({
  sent,
  acknowledged: sent,
  expected,
  observed: expected,
  matched: expected,
  differing: 0,
  lost: 0,
  unexpected: 0,
  duplicated: 0,
  misordered: 0,
})

test('of 1461 days the 506 rainy ones come out, converted', async ({ stack }) => {
  const run = await stack.run(rainyDays)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1461, 506))
  expect(run.job).toMatchObject({ state: 'FINISHED', restarts: 0, exception: null })
  expect(run.job.operators).toMatchObject([{ parallelism: 1, recordsIn: 1461, recordsOut: 506 }])
})

test('of 3376 airports the 337 of the south-east come out, tidied', async ({ stack }) => {
  const run = await stack.run(southeastAirports)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(3376, 337))
})

test('letters of many languages and line ends within a name arrive unharmed', async ({ stack }) => {
  const run = await stack.run(oddAirports)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(13, 9))
})

test('of 1461 days come 775 readings, none or several of one day', async ({ stack }) => {
  const run = await stack.run(dayReadings)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1461, 775))
})

test('each of 1461 days adds to the running total of its weather', async ({ stack }) => {
  const run = await stack.run(runningTotals)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1461, 1461))
})

test('decimals that doubles cannot tell apart keep every digit', async ({ stack }) => {
  const run = await stack.run(exactInvoices)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(11, 11))
})

test('a job that reads its decimals as doubles is caught at the digits that are gone', async ({ stack }) => {
  await using broken = await breakJob({
    job: 'invoices',
    file: 'logic.py',
    replace: 'json.loads(text, parse_float=Decimal)',
    by: 'json.loads(text, parse_float=lambda digits: Decimal(str(float(digits))))',
  })
  const run = await stack.run(defineScenario({ ...exactInvoices, job: pyflinkJob(broken) }))
  const wrong = run.comparison?.findings.map((finding) => finding.class === 'differing' && finding.expected.line)
  expect(wrong).toEqual([3, 5, 6, 7, 8])
  expect(run.report).toContain('0.1000000000000000001')
})

test.for(['process', 'thread'] as const)(
  'values on the edges of each type survive, in %s mode',
  async (mode, { stack }) => {
    const run = await stack.run(defineScenario({ ...typeCrossing, mode }))
    expect(run).toMatchReference()
    expect(run.counts).toEqual(complete(63, 63))
  },
)

test('an output of no rows is proven by the sentinel that arrives', async ({ stack }) => {
  const run = await stack.run(dryAugust)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(32, 1))
  expect(run.comparison?.sentinels).toEqual({ expected: 1, matched: 1 })
  expect(run.comparison?.findings).toEqual([])
})

test('a job that waits for more for ever is judged when its sentinel is out', async ({ stack }) => {
  const run = await stack.run(endlessRain)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1462, 507))
  expect(run.job).toMatchObject({ state: 'RUNNING', exception: null })
})

test('keyed rows over two input and two output partitions are all accounted for', async ({ stack }) => {
  const run = await stack.run(
    defineScenario({
      ...southeastAirports,
      name: 'southeast-airports-in-two-partitions',
      key: 'state',
      inputPartitions: 2,
      outputPartitions: 2,
    }),
  )
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(3376, 337))
})

test('of 366 days that came out of order the weeks of each weather come out, and the 6 days that came too late', async ({
  stack,
}) => {
  const run = await stack.run(weeksOfWeather)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(366, 130))
  expect(run.job).toMatchObject({ state: 'FINISHED', restarts: 0 })
  expect(run.comparison?.order.rule).toBe('groups')
})

test('of 5366 routes come the 704 that leave from the far south, with their airports', async ({ stack }) => {
  const run = await stack.run(southernRoutes)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(5366, 704))
  expect(run.sides).toEqual([{ name: 'airports', path: 'fixtures/airports.csv', rows: 3376 }])
  expect(run.report).not.toContain('by Flink')
})

test('it makes no difference that all routes are read before an airport is sent', async ({ stack }) => {
  const run = await stack.run(defineScenario({ ...southernRoutes, ends: 'when-stopped', sidesSent: 'last' }))
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(5366, 704))
})

test('of 1461 days a table of 18 rows is left, each day a change or two of it', async ({ stack }) => {
  const run = await stack.run(weatherByYear)
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1461, 18))
  expect(run.comparison?.changes).toEqual({ rule: 'retract', records: 1461 + 1461 - 18 })
  expect(run.report).not.toContain('by Flink')
})

test('the same table is left by fewer changes, where Flink takes days together', async ({ stack }) => {
  // It adds up the sums of a few days each then, which is not the same to the last digit.
  const tolerance = { precipitation: 1e-9 }
  const flinkConfiguration = {
    'table.exec.mini-batch.enabled': 'true',
    'table.exec.mini-batch.allow-latency': '5 s',
    'table.exec.mini-batch.size': '100',
  }
  const run = await stack.run(defineScenario({ ...weatherByYear, flinkConfiguration, tolerance }))
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1461, 18))
  expect(run.comparison?.changes?.records).toBeLessThan(1461)
})

test('of running totals judged as an upsert stream only the last of each weather count', async ({ stack }) => {
  const run = await stack.run(defineScenario({ ...runningTotals, identity: 'weather', changes: 'upsert' }))
  expect(run).toMatchReference()
  expect(run.counts).toEqual(complete(1461, 5))
  expect(run.comparison?.changes).toEqual({ rule: 'upsert', records: 1461 })
})
