/** Specs of a job's plan, in the words of Flink 2.2: its operators, and the processing-time windows among them. */
import { describe, expect, test } from 'vitest'

import { planNode, processingTimeWindowMs, readJobPlan } from '../../../harness/flink/job-plan.ts'
import { neverMs } from '../../patience.ts'
import { fakeFlink } from './fake-flink.ts'

const planOf = (...descriptions: string[]) =>
  descriptions.map((description, at) => planNode({ id: `v${at}`, parallelism: 1, description }))

const sqlSource =
  '[10]:TableSourceScan(table=[[default_catalog, default_database, i]], fields=[id, k, v])<br/>' +
  '+- [11]:Calc(select=[k, id, v, PROCTIME() AS pt])<br/>'

test('a description is taken apart into its operators', () => {
  const [source, sql] = planOf('Source: in<br/>+- Map<br/>   +- Sink: Writer<br/>', 'Calc(where=[(v &gt; 1)])<br/>')
  expect(source?.operators).toEqual(['Source: in', 'Map', 'Sink: Writer'])
  expect(sql?.operators).toEqual(['Calc(where=[(v > 1)])'])
})

describe('the longest processing-time window', () => {
  test.each([
    ['Window(TumblingProcessingTimeWindows(5000, 0), ProcessingTimeTrigger, All)<br/>+- Sink: Writer<br/>', 5000],
    ['Window(SlidingProcessingTimeWindows(60000, 5000, 0), ProcessingTimeTrigger, All)<br/>', 60_000],
    ['Window(ProcessingTimeSessionWindows(3000), ProcessingTimeTrigger, All)<br/>', 3000],
    ['Window(TumblingEventTimeWindows(9000, 0), ContinuousProcessingTimeTrigger(2000), All)<br/>', 2000],
  ])('of %s', (window, sizeMs) => {
    expect(processingTimeWindowMs(planOf('Source: in<br/>', window))).toBe(sizeMs)
  })

  test.each([
    ['TUMBLE(time_col=[pt], size=[3 s])', 3000],
    ['HOP(time_col=[pt], size=[10 min], slide=[1 min])', 600_000],
    ['CUMULATE(time_col=[pt], max_size=[1 h], step=[10 min])', 3_600_000],
    ['SESSION(time_col=[pt], gap=[500 ms], partition keys=[k])', 500],
  ])('of SQL: %s', (window, sizeMs) => {
    const aggregate = `[13]:WindowAggregate(groupBy=[k], window=[${window}], select=[k])<br/>`
    expect(processingTimeWindowMs(planOf(sqlSource, aggregate))).toBe(sizeMs)
    expect(processingTimeWindowMs(planOf('Source: in<br/>', aggregate))).toBeNull()
  })

  test('of the older GROUP BY', () => {
    const aggregate = `GroupWindowAggregate(groupBy=[k], window=[TumblingGroupWindow('w$, pt, 3000)])<br/>`
    expect(processingTimeWindowMs(planOf(sqlSource, aggregate))).toBe(3000)
  })

  test('is null where windows are of event time', () => {
    expect(
      processingTimeWindowMs(planOf('Window(TumblingEventTimeWindows(5000, 0), EventTimeTrigger, All)')),
    ).toBeNull()
  })
})

test('a job that is only just submitted has no operators yet, which is waited for', async () => {
  const nodes = [{ id: 'v0', parallelism: 2, description: 'Source: in<br/>' }]
  await using flink = await fakeFlink({
    'GET /jobs/a1/plan': [{ body: { plan: {} } }, { body: { plan: { nodes } } }],
  })
  const plan = await readJobPlan(
    { flinkUrl: flink.url, jobId: 'a1' },
    { timeoutMs: neverMs, signal: new AbortController().signal },
  )
  expect(plan).toEqual([{ id: 'v0', parallelism: 2, operators: ['Source: in'] }])
})
