/** f: whole runs of 10,000 to 1,000,000 rows on a warm stack: how time and memory grow with the rows. */
import { openStack } from '../../harness/open-stack.ts'
import { stackLabel } from '../../harness/stack/cleanup/labels.ts'
import { cpuSecondsOf } from '../cpu.ts'
import { writeDays } from '../days.ts'
import { type Figure, figureOf, figureOfMany, type Sample } from '../figure.ts'
import type { Letter } from '../ground.ts'
import { interleave, type Measure } from '../interleave.ts'
import { keepForPrograms } from '../ours/kept-stack.ts'
import { warmRun } from '../ours/warm-run.ts'
import { logLogSlope, spreadOf } from '../statistics.ts'

const sizes = [10_000, 100_000, 1_000_000] as const

export const measure: Letter = async (ground) => {
  for (const rows of sizes) await writeDays(rows)
  await using stack = await openStack({ signal: ground.signal })
  const runOnStack = await keepForPrograms(stack, ground)
  const label = `${stackLabel}=${stack.id}`
  const peaksMib = new Map<number, Sample[]>(sizes.map((rows) => [rows, []]))
  const sideOf = (rows: number): Measure => {
    return async () => {
      const before = await cpuSecondsOf(label)
      const { seconds, peakMib } = await warmRun(runOnStack, rows, ground)
      peaksMib.get(rows)?.push({ value: peakMib })
      return { value: seconds, cpuSeconds: (await cpuSecondsOf(label)) - before }
    }
  }
  ground.tell('warming the stack by a run')
  await warmRun(runOnStack, sizes[0], ground)
  const samples = await interleave(
    ground.runs,
    Object.fromEntries(sizes.map((rows) => [`${rows} rows`, sideOf(rows)])),
    ground.tell,
  )
  const secondsOf = (rows: number): readonly Sample[] => samples[`${rows} rows`] ?? []
  const medians = sizes.map((rows) => ({ x: rows, y: spreadOf(secondsOf(rows).map(({ value }) => value)).median }))
  const slopes = [
    figureOfMany({ id: 'f', what: 'slope of log time over log rows', unit: '1' }, ground.runs, logLogSlope(medians)),
    figureOfMany(
      { id: 'f-slope-upper', what: 'the same from 100,000 rows on', unit: '1' },
      ground.runs,
      logLogSlope(medians.slice(1)),
    ),
  ]
  const memory = sizes.map((rows) =>
    figureOf(
      { id: `f-memory-${rows}`, what: `Node's peak memory, ${inWords(rows)}`, unit: 'MiB' },
      peaksMib.get(rows) ?? [],
    ),
  )
  return [...slopes, ...sizes.flatMap((rows) => timesOf(rows, secondsOf(rows))), ...memory, ...growthOf(memory)]
}

function timesOf(rows: number, samples: readonly Sample[]): Figure[] {
  const rates = samples.map(({ value }) => ({ value: rows / value }))
  return [
    figureOf({ id: `f-time-${rows}`, what: `a whole run of ${inWords(rows)}`, unit: 's' }, samples),
    figureOf({ id: `f-rate-${rows}`, what: `the same in rows a second`, unit: 'rows/s' }, rates),
  ]
}

/** The largest size beside the smallest one. */
function growthOf(memory: readonly Figure[]): Figure[] {
  const [smallest, largest] = [memory[0], memory.at(-1)]
  if (!smallest || !largest) return []
  const what = "Node's peak memory, 1,000,000 rows / 10,000 rows"
  return [{ id: 'f-memory', what, unit: 'MiB', ours: largest.ours, baseline: smallest.ours, runs: largest.runs }]
}

const inWords = (rows: number): string => `${rows.toLocaleString('en-GB')} rows`
