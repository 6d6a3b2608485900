/** Whether a running job works on what its sources have read: rows wait between its operators and in its Python too. */
import type { RestLimits } from '../rest.ts'
import { readMetricNames, readMetrics, readVertices, type RunningJob } from './metrics.ts'

export interface Work {
  /** True while a task starts, computes, or waits for the next one to take its rows. */
  readonly isBusy: boolean
  /** How many rows each task has taken and passed on: another text when one of them has moved. */
  readonly rows: string
}

/** A task that waits for rows still sends watermarks and takes checkpoints, a few milliseconds of each second. */
const leastBusyMsPerSecond = 100

const rows = /^\d+\.numRecords(In|Out)$/
const times = /^\d+\.(busy|backPressured)TimeMsPerSecond$/

export async function readWork(job: RunningJob, limits: RestLimits = {}): Promise<Work> {
  const vertices = await readVertices(job, limits)
  const ofEach = await Promise.all(
    vertices.map(async (vertex) => {
      const wanted = (await readMetricNames(job, vertex, limits)).filter((name) => rows.test(name) || times.test(name))
      return [...(await readMetrics(job, vertex, wanted, limits))]
    }),
  )
  const metrics = ofEach.flat()
  const isStarting = vertices.some(({ status }) => status !== 'RUNNING' && status !== 'FINISHED')
  const isComputing = metrics.some(([name, value]) => times.test(name) && Number(value) >= leastBusyMsPerSecond)
  return {
    isBusy: isStarting || isComputing,
    rows: ofEach.map((each) => each.filter(([name]) => rows.test(name)).join(' ')).join('; '),
  }
}
