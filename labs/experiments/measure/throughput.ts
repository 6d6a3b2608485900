/** High throughput: how many rows go through in a second, at rates that rise beyond what the job can do, and as fast as it can. */
import { openStack } from '../../../harness/open-stack.ts'
import { interleave, type Measure } from '../../../bench/interleave.ts'
import { spreadOf } from '../../../bench/statistics.ts'
import { type DaysOptions, passingDays, type RunOn } from '../ground/days-run.ts'
import type { ExperimentGround } from '../ground/ground.ts'
import type { RatePoint, Throughput, Way } from '../measurements.ts'

const ways: readonly Way[] = [
  { mode: 'process', bundleMs: 5 },
  { mode: 'process', bundleMs: 1_000 },
  { mode: 'thread', bundleMs: null },
]
const rates = [10_000, 20_000, 30_000, 45_000, 60_000] as const
const secondsEach = 5
const fullSpeedRows = 300_000

export async function measure(ground: ExperimentGround): Promise<Throughput> {
  await using stack = await openStack({ signal: ground.signal })
  const on = { stack, signal: ground.signal }
  ground.tell('warming the stack by a run in each mode')
  for (const way of ways) await rateOf({ ...optionsOf(way), rows: ground.rows(50_000) }, on)

  const steps: RatePoint[] = []
  for (const way of ways) {
    for (const offered of rates) {
      const sent = offered * ground.seconds(secondsEach)
      const achieved = await rateOf({ ...optionsOf(way), rows: sent, rowsPerSecond: offered }, on)
      ground.tell(`${nameOf(way)}: offered ${offered}, achieved ${Math.round(achieved)} rows/s`)
      steps.push({ ...way, offered, achieved, sent })
    }
  }

  const rows = ground.rows(fullSpeedRows)
  const sideOf =
    (way: Way): Measure =>
    async () => ({ value: await rateOf({ ...optionsOf(way), rows }, on) })
  const sides = Object.fromEntries(ways.map((way) => [nameOf(way), sideOf(way)]))
  const samples = await interleave(ground.runs, sides, ground.tell)
  const fullSpeed = ways.map(({ mode, bundleMs }) => {
    const values = (samples[nameOf({ mode, bundleMs })] ?? []).map(({ value }) => value)
    return { mode, bundleMs, rows, runs: values.length, rowsPerSecond: spreadOf(values) }
  })
  return { steps, fullSpeed }
}

const nameOf = ({ mode, bundleMs }: Way): string => (bundleMs === null ? mode : `${mode}, bundles of ${bundleMs} ms`)

const optionsOf = ({ mode, bundleMs }: Way): Omit<DaysOptions, 'rows'> => ({
  ends: 'when-stopped',
  mode,
  ...(bundleMs !== null && { flinkConfiguration: { 'python.fn-execution.bundle.time': String(bundleMs) } }),
})

/** Rows a second, from the first that came out to the last. */
export async function rateOf(options: DaysOptions, on: RunOn): Promise<number> {
  const { measures } = await passingDays(options, on)
  if (!measures?.throughput) throw new Error(`the throughput of ${options.rows} rows could not be measured`)
  return measures.throughput.rowsPerSecond
}
