/** What a job was doing while it ran, from Flink's counters at moments a second or more apart. */
import type { OperatorAccount } from './run-account.ts'

/** A job at one moment: its counters by then. */
export interface JobSample {
  /** Since its submission, by Flink's clock. */
  readonly atMs: number
  /** Flink's word: `RUNNING`, `RESTARTING`. */
  readonly state: string
  readonly operators: readonly OperatorAccount[]
}

/** What an operator has counted by a moment, and did since the moment before; null is what is not known. */
export interface OperatorLoad {
  readonly name: string
  readonly recordsIn: number
  readonly recordsOut: number
  readonly recordsInPerSecond: number | null
  readonly recordsOutPerSecond: number | null
  /** Shares of its threads' time, from 0 to 1. */
  readonly busy: number | null
  readonly idle: number | null
  readonly backPressured: number | null
}

/** A line of `metrics.ndjson`. */
export interface LoadSample {
  readonly atMs: number
  readonly state: string
  readonly operators: readonly OperatorLoad[]
}

/** Over the whole run, and in the highest of the steps between two samples. */
export interface MeanAndPeak {
  readonly mean: number
  readonly peak: number
}

/** What an operator, or a chain of them, did over the run; null is what was not measured. */
export interface OperatorSummary {
  readonly name: string
  readonly recordsInPerSecond: MeanAndPeak | null
  readonly recordsOutPerSecond: MeanAndPeak | null
  /** Shares of its threads' time, from 0 to 1. */
  readonly busy: MeanAndPeak | null
  readonly backPressured: MeanAndPeak | null
}

/** The load of a job while it ran. */
export interface LoadAccount {
  /** How many moments it is made of. */
  readonly samples: number
  readonly operators: readonly OperatorSummary[]
}

/** The load at each sample, and over all of them; none of a job of which there are fewer than three, which lived for too short a time. */
export function loadOf(samples: readonly JobSample[]): {
  readonly load: LoadAccount | null
  readonly loadSamples: readonly LoadSample[]
} {
  if (samples.length < 3) return { load: null, loadSamples: [] }
  const count = Math.max(...samples.map(({ operators }) => operators.length))
  // Two operators may have the same name: Flink lists them in an order that stays.
  const steps = Array.from({ length: count }, (_, place) => stepsOf(samples, place))
  const last = samples.at(-1)?.operators ?? []
  return {
    load: {
      samples: samples.length,
      operators: last.map(({ name }, place) => summaryOf(name, steps[place] ?? [])),
    },
    loadSamples: samples.map(({ atMs, state, operators }, at) => ({
      atMs,
      state,
      operators: operators.map(({ name, recordsIn, recordsOut }, place) => ({
        name,
        recordsIn,
        recordsOut,
        ...perSecond(steps[place]?.[at] ?? null),
      })),
    })),
  }
}

/** What was counted between two samples. */
interface Step {
  readonly ms: number
  readonly recordsIn: number
  readonly recordsOut: number
  /** Of its threads; null where Flink does not measure. */
  readonly time: { readonly busyMs: number; readonly backPressuredMs: number; readonly totalMs: number } | null
}

/** From the sample before to each one; null at the first of all, and at the first after a restart. */
function stepsOf(samples: readonly JobSample[], place: number): readonly (Step | null)[] {
  const counted = samples.map(({ operators }) => operators[place])
  const busyMs = busyBy(counted)
  return samples.map(({ atMs }, at) => {
    const [before, now] = [counted[at - 1], counted[at]]
    if (before === undefined || now === undefined || beganAnew(before, now)) return null
    const elapsedMs = atMs - (samples[at - 1]?.atMs ?? atMs)
    const [fromMs, toMs] = [threadsMs(before), threadsMs(now)]
    const totalMs = fromMs === null || toMs === null ? 0 : toMs - fromMs
    const rows = { recordsIn: now.recordsIn - before.recordsIn, recordsOut: now.recordsOut - before.recordsOut }
    if (totalMs === 0) return elapsedMs > 0 ? { ms: elapsedMs, ...rows, time: null } : null
    const time = {
      busyMs: (busyMs[at] ?? 0) - (busyMs[at - 1] ?? 0),
      backPressuredMs: (now.backPressuredMs ?? 0) - (before.backPressuredMs ?? 0),
      totalMs,
    }
    // An answer is older than its own clock says; its threads' time is of the same age as the rows.
    return { ms: totalMs / now.parallelism, ...rows, time }
  })
}

/** What the threads of an operator had spent by then, in all. */
const threadsMs = ({ busyMs, idleMs, backPressuredMs }: OperatorAccount): number | null =>
  busyMs === null || idleMs === null || backPressuredMs === null ? null : busyMs + idleMs + backPressuredMs

/** With a restart all counters begin again at 0. */
const beganAnew = (before: OperatorAccount, now: OperatorAccount): boolean =>
  now.recordsIn < before.recordsIn ||
  now.recordsOut < before.recordsOut ||
  (threadsMs(now) ?? 0) < (threadsMs(before) ?? 0)

/**
 * How long its threads had been busy by each sample. Flink takes for busy whatever it has not yet counted as something
 * else: a count that is followed by a lower one was too high.
 */
function busyBy(counted: readonly (OperatorAccount | undefined)[]): readonly number[] {
  const busyMs = counted.map((operator) => operator?.busyMs ?? 0)
  for (let at = counted.length - 2; at >= 0; at -= 1) {
    const [now, next] = [counted[at], counted[at + 1]]
    if (now === undefined || next === undefined || beganAnew(now, next)) continue
    busyMs[at] = Math.min(busyMs[at] ?? 0, busyMs[at + 1] ?? 0)
  }
  return busyMs
}

const share = (partMs: number, totalMs: number): number => Math.min(1, Math.max(0, partMs / totalMs))

const rounded = (value: number): number => Math.round(value * 1000) / 1000

function perSecond(step: Step | null): Omit<OperatorLoad, 'name' | 'recordsIn' | 'recordsOut'> {
  const time = step?.time ?? null
  const busy = time && rounded(share(time.busyMs, time.totalMs))
  const backPressured = time && rounded(share(time.backPressuredMs, time.totalMs))
  return {
    recordsInPerSecond: step && rounded((step.recordsIn * 1000) / step.ms),
    recordsOutPerSecond: step && rounded((step.recordsOut * 1000) / step.ms),
    busy,
    idle: busy === null || backPressured === null ? null : rounded(Math.max(0, 1 - busy - backPressured)),
    backPressured,
  }
}

function summaryOf(name: string, all: readonly (Step | null)[]): OperatorSummary {
  const steps = all.filter((step) => step !== null)
  const times = steps.flatMap(({ time }) => (time === null ? [] : [time]))
  return {
    name,
    recordsInPerSecond: meanAndPeak(steps.map(({ ms, recordsIn }) => [recordsIn * 1000, ms])),
    recordsOutPerSecond: meanAndPeak(steps.map(({ ms, recordsOut }) => [recordsOut * 1000, ms])),
    busy: meanAndPeak(times.map(({ busyMs, totalMs }) => [share(busyMs, totalMs) * totalMs, totalMs])),
    backPressured: meanAndPeak(
      times.map(({ backPressuredMs, totalMs }) => [share(backPressuredMs, totalMs) * totalMs, totalMs]),
    ),
  }
}

function meanAndPeak(parts: readonly (readonly [part: number, whole: number])[]): MeanAndPeak | null {
  if (parts.length === 0) return null
  const [part, whole] = parts.reduce(([sum, all], [one, of]) => [sum + one, all + of], [0, 0])
  return { mean: rounded(part / whole), peak: rounded(Math.max(...parts.map(([one, of]) => one / of))) }
}
