/** Whether a running job works on what its sources have read: rows wait between its operators and in its Python too. */
import type { RestLimits } from '../rest.ts'
import { readMetricNames, readMetrics, readVertices, type RunningJob } from './metrics.ts'

export interface Work {
  /** True while a task starts. */
  readonly isStarting: boolean
  /** True while a task starts, computes, or waits for the next one to take its rows; also for seconds after that. */
  readonly isBusy: boolean
  /** How long each busy task has waited for rows since it started, by its place. */
  readonly idleMs: ReadonlyMap<string, number>
  /** How many rows each task has taken and passed on: another text when one of them has moved. */
  readonly rows: string
}

/** A task that waits for rows still sends watermarks and takes checkpoints, a few milliseconds of each second. */
const leastBusyMsPerSecond = 100

const rows = /^\d+\.numRecords(In|Out)$/
const times = /^\d+\.(busy|backPressured)TimeMsPerSecond$/
const idle = /^\d+\.accumulateIdleTimeMs$/
const wanted = [rows, times, idle]

export async function readWork(job: RunningJob, limits: RestLimits = {}): Promise<Work> {
  const vertices = await readVertices(job, limits)
  const ofEach = await Promise.all(
    vertices.map(async (vertex) => {
      const names = await readMetricNames(job, vertex, limits)
      const asked = names.filter((name) => wanted.some((kind) => kind.test(name)))
      return [...(await readMetrics(job, vertex, asked, limits))]
    }),
  )
  const isStarting = vertices.some(({ status }) => status !== 'RUNNING' && status !== 'FINISHED')
  const idleMs = new Map(
    ofEach.flatMap((each, vertex) => idleOfBusy(each).map(([task, ms]) => [`${vertex} ${task}`, ms])),
  )
  return {
    isStarting,
    isBusy: isStarting || idleMs.size > 0,
    idleMs,
    rows: ofEach.map((each) => each.filter(([name]) => rows.test(name)).join(' ')).join('; '),
  }
}

type Metric = readonly [name: string, value: string]

/** The busy tasks of an operator, by number, each with how long it was idle. */
function idleOfBusy(metrics: readonly Metric[]): readonly (readonly [task: string, idleMs: number])[] {
  const idleOf = new Map(
    metrics.filter(([name]) => idle.test(name)).map(([name, value]) => [taskOf(name), Number(value)]),
  )
  const busy = metrics.filter(([name, value]) => times.test(name) && Number(value) >= leastBusyMsPerSecond)
  return [...new Set(busy.map(([name]) => taskOf(name)))].map((task) => [task, idleOf.get(task) ?? 0])
}

const taskOf = (metric: string): string => metric.slice(0, metric.indexOf('.'))

/** Flink renews its metrics twice a second, so that two readings this far apart are not the same one. */
const leastApartMs = 1000
/** A task that waits for rows is idle for most of this time; how much of it was counted by now varies. */
const leastIdleShare = 0.1

/**
 * Compares readings of a job's work. Flink calls a task busy for 5 to 10 s after its start, whatever it does: here a task
 * is busy only if its idle time stands still as well.
 */
export class WorkWatch {
  readonly #job: RunningJob
  #last: { readonly work: Work; readonly atMs: number } | null = null
  #hasWorked = false

  constructor(job: RunningJob) {
    this.#job = job
  }

  /** Returns true if the job has worked since the reading before; Flink is asked once a second at most. */
  async hasWorked(limits: RestLimits): Promise<boolean> {
    const before = this.#last
    const atMs = performance.now()
    if (before !== null && atMs - before.atMs < leastApartMs) return this.#hasWorked
    const work = await readWork(this.#job, limits)
    this.#last = { work, atMs }
    this.#hasWorked = work.isStarting || (before !== null && hasMoved(before.work, work, atMs - before.atMs))
    return this.#hasWorked
  }
}

function hasMoved(before: Work, now: Work, tookMs: number): boolean {
  if (before.rows !== now.rows) return true
  return [...now.idleMs].some(
    ([task, idleMs]) => idleMs - (before.idleMs.get(task) ?? idleMs) < tookMs * leastIdleShare,
  )
}
