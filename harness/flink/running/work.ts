/** Tells whether a running job works on what its sources have read: rows wait between its operators and in its Python too. */
import type { RestLimits } from '../rest.ts'
import { readMetricNames, readMetrics, readVertices, type RunningJob } from './metrics.ts'

interface Reading {
  readonly atMs: number
  /** True while a task neither runs nor has finished. */
  readonly isStarting: boolean
  /** How many rows each task has taken and passed on: another text when one of them has moved. */
  readonly rows: string
  /** Each task by its place: how long it has waited since it started, and whether anything waits for it now. */
  readonly tasks: ReadonlyMap<string, { readonly idleMs: number; readonly hasMail: boolean }>
}

const rows = /^\d+\.numRecords(In|Out)$/
const mailbox = /^(\d+)\.mailboxQueueSize$/
const idle = /^\d+\.accumulateIdleTimeMs$/
const wanted = [rows, mailbox, idle]

/** A JobManager answers with the metrics that it fetched after the question before: two answers this far apart are not one. */
const leastApartMs = 500
/** A task that waits is idle for most of this time; how much of it was counted by now varies. */
const leastIdleShare = 0.1

/**
 * Compares readings of a job's work. A task works on a row if it is not idle and work for it waits in its mailbox, where Flink
 * puts something once a second at least. The gauges of busy time do not tell it: they are means over a minute.
 */
export class WorkWatch {
  readonly #job: RunningJob
  #last: Reading | null = null
  #hasWorked = false

  constructor(job: RunningJob) {
    this.#job = job
  }

  /** Returns true if the job has worked since the reading before; Flink is asked twice a second at most. */
  async hasWorked(limits: RestLimits): Promise<boolean> {
    const before = this.#last
    if (before !== null && performance.now() - before.atMs < leastApartMs) return this.#hasWorked
    const now = await readWork(this.#job, limits)
    this.#last = now
    this.#hasWorked = now.isStarting || (before !== null && hasMoved(before, now))
    return this.#hasWorked
  }
}

function hasMoved(before: Reading, now: Reading): boolean {
  if (before.rows !== now.rows) return true
  const leastIdleMs = (now.atMs - before.atMs) * leastIdleShare
  return [...now.tasks].some(([place, { idleMs, hasMail }]) => {
    const idleBeforeMs = before.tasks.get(place)?.idleMs ?? -Infinity
    return hasMail && idleMs - idleBeforeMs < leastIdleMs
  })
}

async function readWork(job: RunningJob, limits: RestLimits): Promise<Reading> {
  const atMs = performance.now()
  const vertices = await readVertices(job, limits)
  // Flink keeps the last metrics of one that has finished, which may be of a busy moment.
  const working = vertices.filter(({ status }) => status !== 'FINISHED')
  const ofEach = await Promise.all(
    working.map(async (vertex) => {
      const names = await readMetricNames(job, vertex, limits)
      const asked = names.filter((name) => wanted.some((kind) => kind.test(name)))
      return readMetrics(job, vertex, asked, limits)
    }),
  )
  return {
    atMs,
    isStarting: working.some(({ status }) => status !== 'RUNNING'),
    rows: ofEach.map((metrics) => [...metrics].filter(([name]) => rows.test(name)).join(' ')).join('; '),
    tasks: new Map(ofEach.flatMap(tasksOf)),
  }
}

function tasksOf(metrics: ReadonlyMap<string, string>, vertex: number) {
  return [...metrics].flatMap(([name, mails]) => {
    const subtask = mailbox.exec(name)?.[1]
    if (subtask === undefined) return []
    const idleMs = Number(metrics.get(`${subtask}.accumulateIdleTimeMs`) ?? 0)
    return [[`${vertex} ${subtask}`, { idleMs, hasMail: Number(mails) > 0 }] as const]
  })
}
