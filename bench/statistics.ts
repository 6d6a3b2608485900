/** The few statistics that the figures need: of measured values, never of ratios of theirs. */

/** A handful of measurements in three numbers. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/**
 * The value that a share of the values does not exceed, by nearest rank: always one that was measured.
 *
 * @param share from 0 to 1
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('a percentile of nothing')
  return found
}

/** Of an even number of values the median is the mean of the two in the middle. */
export function spreadOf(values: readonly number[]): Spread {
  const middle = values.length / 2
  const upper = percentile(values, (Math.floor(middle) + 1) / values.length)
  const lower = percentile(values, Math.ceil(middle) / values.length)
  return { median: (lower + upper) / 2, min: percentile(values, 0), max: percentile(values, 1) }
}

/**
 * The slope of the straight line through the logarithms of the points, by least squares: 1 when y grows as x does, 2 when
 * it grows as its square.
 */
export function logLogSlope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }))
  const meanX = mean(logs.map(({ x }) => x))
  const meanY = mean(logs.map(({ y }) => y))
  const covariance = mean(logs.map(({ x, y }) => (x - meanX) * (y - meanY)))
  const variance = mean(logs.map(({ x }) => (x - meanX) ** 2))
  if (!(variance > 0)) throw new RangeError('a slope needs two places')
  return covariance / variance
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
