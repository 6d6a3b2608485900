/** A pace of so many rows per second, by the clock: a row is never early, and a delay is made up for only a little. */
import { setTimeout as pause } from 'node:timers/promises'

/** What a pace may make up for when it was held up; the rate then stays what was asked for in any longer span. */
const catchUpMs = 100
/** Timers are no more exact than this, so a wait is made worth its while: rows go in small bursts. */
const shortestWaitMs = 10

/** Tells when the next row is due; pure, the clock is the caller's. */
export class Pace {
  readonly #stepMs: number
  #nextDueMs: number | null = null

  /** @param rowsPerSecond above 0; `Infinity` for no pace at all */
  constructor(rowsPerSecond: number) {
    this.#stepMs = 1000 / rowsPerSecond
  }

  /** Milliseconds until the next row is due, 0 when it is; asking does not use it up. */
  waitMs(nowMs: number): number {
    return this.#nextDueMs === null ? 0 : Math.max(0, this.#nextDueMs - nowMs)
  }

  /** Notes that the row that was due has gone at `nowMs`. */
  noteGone(nowMs: number): void {
    this.#nextDueMs = Math.max(this.#nextDueMs ?? nowMs, nowMs - catchUpMs) + this.#stepMs
  }
}

/** Waits until a row is due, `waitMs` from now, or a little longer. Ends with the signal's reason. */
export async function waitUntilDue(waitMs: number, signal: AbortSignal): Promise<void> {
  await pause(Math.max(waitMs, shortestWaitMs), undefined, { signal })
}
