/** Scalability: the same rows at a parallelism of 1, 2 and 4, on one TaskManager and on two, as fast as they go. */
import { z } from 'zod'

import { cpuSecondsOf } from '../../../bench/cpu.ts'
import { timed } from '../../../bench/ground.ts'
import { appendTimes } from '../../../bench/ours/append-times.ts'
import { spreadOf } from '../../../bench/statistics.ts'
import { ask } from '../../../harness/flink/rest.ts'
import { orderStack } from '../../../harness/open-stack.ts'
import { stackLabel } from '../../../harness/stack/cleanup/labels.ts'
import { startStack } from '../../../harness/stack/start-stack.ts'
import { passingDays, type RunOn } from '../ground/days-run.ts'
import type { ExperimentGround } from '../ground/ground.ts'
import type { ScalePoint } from '../measurements.ts'

const rowsEach = 200_000
/** As many as the highest parallelism, in every run, so that nothing but the parallelism differs. */
const inputPartitions = 4
/** A parallelism of 1 has no use for a second TaskManager. */
const stacks = [
  { taskManagers: 1, parallelisms: [1, 2, 4] },
  { taskManagers: 2, parallelisms: [2, 4] },
] as const

interface Sample {
  readonly parallelism: number
  readonly rowsPerSecond: number
  readonly coresBusy: number
  readonly harnessCores: number
  readonly taskManagersUsed: number
}

export async function measure(ground: ExperimentGround): Promise<readonly ScalePoint[]> {
  const points: ScalePoint[] = []
  for (const { taskManagers, parallelisms } of stacks) {
    await using stack = await startStack({ ...(await orderStack()), taskManagers, signal: ground.signal }).stack
    const on = { stack, signal: ground.signal }
    const rows = ground.rows(rowsEach)
    ground.tell(`warming ${taskManagers} TaskManager(s) by a run at each parallelism`)
    for (const parallelism of parallelisms) await runWide(ground.rows(50_000), parallelism, on)
    const samples: Sample[] = []
    for (let run = 1; run <= ground.runs; run += 1) {
      for (const parallelism of parallelisms) {
        const sample = await runWide(rows, parallelism, on)
        samples.push(sample)
        ground.tell(
          `${run} of ${ground.runs}: parallelism ${parallelism} on ${sample.taskManagersUsed} of ${taskManagers}: ${Math.round(sample.rowsPerSecond)} rows/s, ${sample.coresBusy.toFixed(2)} cores, and ${sample.harnessCores.toFixed(2)} of the harness`,
        )
      }
    }
    points.push(...parallelisms.map((parallelism) => pointOf(samples, { parallelism, taskManagers, rows })))
  }
  return points
}

function pointOf(all: readonly Sample[], asked: Pick<ScalePoint, 'parallelism' | 'taskManagers' | 'rows'>): ScalePoint {
  const samples = all.filter(({ parallelism }) => parallelism === asked.parallelism)
  return {
    ...asked,
    taskManagersUsed: Math.min(...samples.map(({ taskManagersUsed }) => taskManagersUsed)),
    runs: samples.length,
    rowsPerSecond: spreadOf(samples.map(({ rowsPerSecond }) => rowsPerSecond)),
    coresBusy: spreadOf(samples.map(({ coresBusy }) => coresBusy)),
    harnessCores: spreadOf(samples.map(({ harnessCores }) => harnessCores)),
  }
}

async function runWide(rows: number, parallelism: number, on: RunOn): Promise<Sample> {
  const label = `${stackLabel}=${on.stack.id}`
  const before = await cpuSecondsOf(label)
  const ownBefore = process.cpuUsage()
  const { seconds, value: ended } = await timed(() =>
    passingDays({ rows, inputPartitions, order: 'any', jobOptions: ['--parallelism', String(parallelism)] }, on),
  )
  const own = process.cpuUsage(ownBefore)
  const cpuSeconds = (await cpuSecondsOf(label)) - before
  const { output, job } = ended
  const out = await appendTimes(on.stack.kafka, output.name, on.signal)
  if (out.lastMs <= out.firstMs || job.id === null)
    throw new Error(`a run of ${rows} rows was over too soon to be measured`)
  return {
    parallelism,
    // Those that are in front of the first row out are few: the days repeat themselves after four years.
    rowsPerSecond: (rows * (1 - 1 / out.rows) * 1000) / (out.lastMs - out.firstMs),
    coresBusy: cpuSeconds / seconds,
    harnessCores: (own.user + own.system) / 1_000_000 / seconds,
    taskManagersUsed: await taskManagersOf(on.stack.flinkUrl, job.id),
  }
}

const verticesAnswer = z.object({ vertices: z.array(z.object({ id: z.string() })) })
const placesAnswer = z.object({ taskmanagers: z.array(z.object({ endpoint: z.string() })) })

/** How many TaskManagers a job ran on, by what Flink remembers of it. */
async function taskManagersOf(flinkUrl: string, jobId: string): Promise<number> {
  const { vertices } = await ask(flinkUrl, { method: 'GET', path: `/jobs/${jobId}` }, verticesAnswer)
  const places = await Promise.all(
    vertices.map(({ id }) =>
      ask(flinkUrl, { method: 'GET', path: `/jobs/${jobId}/vertices/${id}/taskmanagers` }, placesAnswer),
    ),
  )
  return new Set(places.flatMap(({ taskmanagers }) => taskmanagers.map(({ endpoint }) => endpoint))).size
}
