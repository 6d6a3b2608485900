/** What fits a timer: Node takes a longer time for 1 ms, so such a limit would end at once what it should leave time for. */

/** In milliseconds, about 24.8 days. */
export const longestTimerMs = 2 ** 31 - 1

/** At a slower rate the time between two rows fits no timer. */
export const leastRowsPerSecond = 1000 / longestTimerMs
