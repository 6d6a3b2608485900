/** A figure: what was measured of ours and of a baseline, in one unit, and how the two compare. */
import { type Spread, spreadOf } from './statistics.ts'

/** One measurement of one side. */
export interface Sample {
  readonly value: number
  /** What the containers used of the processors meanwhile; not given where no container took part, or it is not known. */
  readonly cpuSeconds?: number
}

/** All measurements of one side. */
export interface Side extends Spread {
  /** The median over the measurements; null where it is not known. */
  readonly cpuSeconds: number | null
}

export interface Figure {
  /** The letter of the table, or the letter and a few words: `e`, `e-drain-1000`. */
  readonly id: string
  /** What the two sides are, in a few words. */
  readonly what: string
  readonly unit: 's' | 'ms' | 'rows/s' | 'MiB' | '1'
  readonly ours: Side
  /** Null for what has nothing to be compared with. */
  readonly baseline: Side | null
  /** Measurements of each side. */
  readonly runs: number
}

/** A figure as `--json` writes it. */
export interface FigureJson {
  readonly id: string
  readonly what: string
  readonly unit: Figure['unit']
  /** Medians. */
  readonly ours: number
  readonly baseline: number | null
  /** Ours / baseline. */
  readonly ratio: number | null
  readonly runs: number
  readonly oursSide: Side
  readonly baselineSide: Side | null
}

const sideOf = (samples: readonly Sample[]): Side => {
  const cpu = samples.flatMap(({ cpuSeconds }) => cpuSeconds ?? [])
  return {
    ...spreadOf(samples.map(({ value }) => value)),
    cpuSeconds: cpu.length === samples.length ? spreadOf(cpu).median : null,
  }
}

/** A figure of its measurements. */
export const figureOf = (
  head: Pick<Figure, 'id' | 'what' | 'unit'>,
  ours: readonly Sample[],
  baseline?: readonly Sample[],
): Figure => ({ ...head, ours: sideOf(ours), baseline: baseline ? sideOf(baseline) : null, runs: ours.length })

/** A figure of a value on each side that is itself made of many measurements, such as a percentile. */
export function figureOfMany(
  head: Pick<Figure, 'id' | 'what' | 'unit'>,
  runs: number,
  ours: number,
  baseline?: number,
): Figure {
  return { ...figureOf(head, [{ value: ours }], baseline === undefined ? undefined : [{ value: baseline }]), runs }
}

/** Ours / baseline, of the medians. */
export const ratioOf = ({ ours, baseline }: Figure): number | null =>
  baseline === null ? null : ours.median / baseline.median

/** A figure as JSON has it. */
export const figureJson = (figure: Figure): FigureJson => ({
  id: figure.id,
  what: figure.what,
  unit: figure.unit,
  ours: figure.ours.median,
  baseline: figure.baseline?.median ?? null,
  ratio: ratioOf(figure),
  runs: figure.runs,
  oursSide: figure.ours,
  baselineSide: figure.baseline,
})
