/** Real time: how long a row takes to come out, at several rates, and by how long and how large bundles of rows may be. */
import { openStack } from '../../../harness/open-stack.ts'
import type { ExperimentGround } from '../ground/ground.ts'
import { passingDays, type RunOn } from '../ground/days-run.ts'
import type { LatencyPoint, Mode, RealTime } from '../measurements.ts'

const rates = [100, 300, 1_000, 3_000, 10_000] as const
const bundleTimesMs = [1, 5, 20, 100, 1_000] as const
const bundleSizes = [1, 10, 100, 1_000] as const
/** What is varied by bundles is measured at this rate. */
const middleRate = 1_000
const secondsEach = 8
/** Flink's own defaults. */
const defaults = { bundleMs: 1_000, bundleRows: 100_000 }
/** What a scenario has that says nothing of it. */
const promptMs = 5

interface Asked {
  readonly mode: Mode
  readonly rowsPerSecond: number
  readonly bundleMs?: number
  readonly bundleRows?: number
}

const byBundle = (bundles: Pick<Asked, 'bundleMs' | 'bundleRows'>): Asked => ({
  mode: 'process',
  rowsPerSecond: middleRate,
  ...bundles,
})

export async function measure(ground: ExperimentGround): Promise<RealTime> {
  await using stack = await openStack({ signal: ground.signal })
  const on = { stack, signal: ground.signal }
  ground.tell('warming the stack by a run')
  await passingDays({ rows: ground.rows(20_000), ends: 'when-stopped' }, on)
  const all = async (asked: readonly Asked[]): Promise<LatencyPoint[]> => {
    const points: LatencyPoint[] = []
    for (const one of asked) points.push(await measureOne(one, on, ground))
    return points
  }
  const { bundleMs: defaultMs } = defaults
  return {
    rates: await all(
      (['process', 'thread'] as const).flatMap((mode) => rates.map((rowsPerSecond) => ({ mode, rowsPerSecond }))),
    ),
    bundleTimes: await all(bundleTimesMs.map((bundleMs) => byBundle({ bundleMs }))),
    bundleSizes: await all(bundleSizes.map((bundleRows) => byBundle({ bundleMs: defaultMs, bundleRows }))),
  }
}

async function measureOne(asked: Asked, on: RunOn, ground: ExperimentGround): Promise<LatencyPoint> {
  const { mode, rowsPerSecond } = asked
  const hasBundles = mode === 'process'
  const bundleMs = asked.bundleMs ?? promptMs
  const bundleRows = asked.bundleRows ?? defaults.bundleRows
  const sent = rowsPerSecond * ground.seconds(secondsEach)
  const { measures } = await passingDays(
    {
      rows: sent,
      ends: 'when-stopped',
      mode,
      rowsPerSecond,
      ...(hasBundles && {
        flinkConfiguration: {
          'python.fn-execution.bundle.time': String(bundleMs),
          'python.fn-execution.bundle.size': String(bundleRows),
        },
      }),
    },
    on,
  )
  if (!measures?.latencyMs || !measures.throughput)
    throw new Error(`no row of a run at ${rowsPerSecond} rows a second was timed`)
  const { rows: timed, p50, p95, p99, max } = measures.latencyMs
  const bundles = hasBundles ? { bundleMs, bundleRows } : { bundleMs: null, bundleRows: null }
  ground.tell(
    `${mode}, ${rowsPerSecond} rows/s, bundles ${bundles.bundleMs} ms, ${bundles.bundleRows}: p50 ${p50} ms, p99 ${p99} ms`,
  )
  return {
    mode,
    rowsPerSecond,
    ...bundles,
    sent,
    achieved: measures.throughput.rowsPerSecond,
    timed,
    p50,
    p95,
    p99,
    max,
  }
}
