/** What the experiments have measured, as docs/claims/measurements.json keeps it: tables and charts are drawn from nothing else. */
import type { Verdict } from 'streamassay'

import type { Spread } from '../../bench/statistics.ts'
import type { Account } from './ground/days-run.ts'

export type Mode = 'process' | 'thread'

/** Latency at one rate, in milliseconds, of the rows that came out. */
export interface LatencyPoint {
  readonly mode: Mode
  readonly rowsPerSecond: number
  /** How long a row waits at most for its bundle to fill, and how many rows fill it; null in thread mode, which has none. */
  readonly bundleMs: number | null
  readonly bundleRows: number | null
  readonly sent: number
  /** Rows through per second: less than `rowsPerSecond` where that is more than the job can do. */
  readonly achieved: number
  readonly timed: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export interface RealTime {
  /** The bundle time is 5 ms in process mode. */
  readonly rates: readonly LatencyPoint[]
  readonly bundleTimes: readonly LatencyPoint[]
  /** The bundle time is Flink's default, so that it is the size that ends a bundle. */
  readonly bundleSizes: readonly LatencyPoint[]
}

/** How the job was run. */
export interface Way {
  readonly mode: Mode
  readonly bundleMs: number | null
}

/** Rows of the input that went through in a second. */
export interface RatePoint extends Way {
  readonly offered: number
  readonly achieved: number
  readonly sent: number
}

export interface FullSpeed extends Way {
  readonly rows: number
  readonly runs: number
  readonly rowsPerSecond: Spread
}

export interface Throughput {
  readonly steps: readonly RatePoint[]
  readonly fullSpeed: readonly FullSpeed[]
}

/** A run in the middle of which the TaskManager was killed. */
export interface KilledRun {
  readonly delivery: 'exactly-once' | 'at-least-once'
  readonly checkpointsMs: number | null
  readonly sent: number
  readonly account: Account
  readonly verdict: Verdict
  readonly reason: string
  readonly restarts: number
  /** Records in the output topic when it was killed. */
  readonly killedAt: number
  /** Records that the output topic holds in the end beyond those that count: what was taken back, and transactions' markers. */
  readonly uncounted: number
  /** The longest that nothing was written that counts: from before its death until the job went on. */
  readonly stillSeconds: number
  readonly jobSeconds: number
}

export interface ScalePoint {
  readonly parallelism: number
  readonly taskManagers: number
  /** Of how many TaskManagers the job had slots. */
  readonly taskManagersUsed: number
  readonly rows: number
  readonly runs: number
  readonly rowsPerSecond: Spread
  /** Processor seconds of all containers, and of the harness, in each second of the run, its start included. */
  readonly coresBusy: Spread
  readonly harnessCores: Spread
}

/** A scenario of the project, run as it is. */
export interface ScenarioRun {
  readonly scenario: string
  readonly module: string
  /** As Flink names them, a chain of them in one. */
  readonly operators: readonly string[]
  readonly sent: number
  readonly expected: number
  readonly matched: number
  readonly verdict: Verdict
  readonly jobSeconds: number | null
  readonly seconds: number
}

/** What each claim has been measured by. */
export interface ClaimPoints {
  readonly 'real-time': RealTime
  readonly throughput: Throughput
  readonly accuracy: readonly KilledRun[]
  readonly scalability: readonly ScalePoint[]
  readonly flexibility: readonly ScenarioRun[]
}

export type ClaimName = keyof ClaimPoints

/** When, by which command and on what. */
export interface Circumstances {
  /** The day, in UTC: `2026-11-26`. */
  readonly day: string
  readonly command: string
  readonly seconds: number
  readonly machine: string
  readonly software: string
}

export interface Measured<Points> extends Circumstances {
  readonly points: Points
}

/** All that has been measured so far; a claim may be missing. */
export type Measurements = { readonly [Name in ClaimName]?: Measured<ClaimPoints[Name]> }
