/** Scenarios of jobs that end, wait or write in different ways, for the specs of when a job is stopped. */
import { column, csvFixture, defineScenario, type JobTopics, pipeline, pyflinkJob } from 'streamassay'
import { z } from 'zod'

import { usualArguments } from '../usual-arguments.ts'

const Click = z.object({ page: column.text(), at: column.long() })

const job = pyflinkJob({ root: 'specs/scenarios/flink-jobs', module: 'endings.job' })
const input = csvFixture('specs/scenarios/flink-jobs/clicks.csv', Click)

/** The job's command line: what it makes of the clicks, its own flags, and what it is given. */
const args =
  (...own: readonly string[]) =>
  (topics: JobTopics): readonly string[] => [...own, ...usualArguments(topics)]

/** Each click comes out as it is. */
export const copied = (name: string, ...own: readonly string[]) =>
  defineScenario({
    name,
    job,
    input,
    args: args(...own),
    reference: pipeline(Click),
    identity: ['page', 'at'],
    order: ({ page }) => page,
  })

/** Clicks of each page in ten seconds, where one of two input partitions is silent. */
export const counted = (name: string, ...own: readonly string[]) =>
  defineScenario({
    name,
    job,
    input,
    args: args('count', ...own),
    inputPartitions: 2,
    partition: () => 0,
    reference: pipeline(Click)
      .eventTime(({ at }) => Number(at))
      .keyBy(({ page }) => page)
      .tumblingWindow({ sizeMs: 10_000 }, (rows, { key, startMs }) => ({
        page: key,
        from: startMs,
        clicks: rows.length,
      })),
    identity: ['page', 'from'],
    order: 'any',
    ends: 'when-stopped',
  })

/** The same job told to read without end, whatever the run tells it. */
export const unbounded = (name: string) => {
  const scenario = copied(name)
  return { ...scenario, args: (topics: JobTopics) => args('copy')({ ...topics, bounded: false }) }
}
