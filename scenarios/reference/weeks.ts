/** What the weeks job should write, modelled from pyflink-jobs/weeks/DESCRIPTION.md and not from its Python. */
import type { MeasuredDay } from './weather.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Weeks begin on a Monday, and Flink's with 1970, on a Thursday. */
export const weeks = { sizeMs: 7 * dayMs, offsetMs: 4 * dayMs, outOfOrderMs: 3 * dayMs }

/** The days of one kind of weather in one week, the fields in the described order. */
export interface Week {
  readonly week: string
  readonly weather: string
  readonly days: bigint
  readonly precipitation: number
  readonly warmest: number
}

/** A day that came when its week was over. */
export interface LateDay {
  readonly late: string
  readonly weather: string
}

/** When a day begins, in milliseconds since 1970. */
export const timeOf = ({ date }: MeasuredDay): number => Date.parse(date)

/** One row for the days of a week. */
export const weekOf = (days: readonly MeasuredDay[], { key, startMs }: { key: string; startMs: number }): Week => ({
  week: new Date(startMs).toISOString().slice(0, 10),
  weather: key,
  days: BigInt(days.length),
  precipitation: days.reduce((sum, { precipitation }) => sum + precipitation, 0),
  warmest: Math.max(...days.map(({ temp_max: warmest }) => warmest)),
})

/** What is told of a late day. */
export const lateDay = ({ date, weather }: MeasuredDay): LateDay => ({ late: date, weather })
