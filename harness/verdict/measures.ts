/** What was measured of a run whose rows were sent while its job ran. */

/**
 * From when a row was sent until what the job made of it was appended to the output topic, in milliseconds, over all rows
 * that came out as expected and were sent when something had come out already: those before have waited for the job to
 * start. To three figures, by a histogram (HdrHistogram) that Node brings.
 */
export interface Latency {
  readonly rows: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** From when the first row had come out until the last one had. */
export interface Throughput {
  /** Rows of the input that had gone through in that time, those that the job dropped among them. */
  readonly rows: number
  readonly seconds: number
  readonly rowsPerSecond: number
  /** Rows of the output in the fullest of the steps, a second. */
  readonly peakOutPerSecond: number
  /** How rows were spread over the time from the first one sent: those of each step of so many whole seconds. */
  readonly stepSeconds: number
  readonly in: readonly number[]
  readonly out: readonly number[]
}

/**
 * Null is what cannot be measured: of a sink that keeps no time, of windows, which have no row of the input that they come
 * of, by clocks that go apart; the latency of rows that were all sent before one came out.
 */
export interface Measures {
  readonly latencyMs: Latency | null
  readonly throughput: Throughput | null
}
