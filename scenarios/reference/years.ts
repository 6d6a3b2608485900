/** What the years job should write, modelled from pyflink-jobs/years/DESCRIPTION.md and not from its Python. */
import type { MeasuredDay } from './weather.ts'

/** The days of one kind of weather in one year so far, the fields in the described order. */
export interface Year {
  readonly year: string
  readonly weather: string
  readonly days: bigint
  readonly precipitation: number
  readonly warmest: number
}

/** A day by itself. */
export const yearOf = ({ date, weather, precipitation, temp_max: warmest }: MeasuredDay): Year => ({
  year: date.slice(0, 4),
  weather,
  days: 1n,
  precipitation,
  warmest,
})

/** What there is, and one more day of the same year and weather. */
export const withDay = (before: Year, day: Year): Year => ({
  ...before,
  days: before.days + 1n,
  precipitation: before.precipitation + day.precipitation,
  warmest: Math.max(before.warmest, day.warmest),
})
