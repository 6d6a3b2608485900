/** What the running-totals job should write, modelled from pyflink-jobs/totals/DESCRIPTION.md and not from its Python. */
import type { MeasuredDay } from './weather.ts'

/** The days of one kind of weather so far, the fields in the described order. */
export interface Total {
  readonly weather: string
  readonly days: bigint
  readonly precipitation: number
  readonly wettest: string
  readonly wettest_mm: number
}

/** A day by itself. */
export const totalOf = ({ weather, precipitation, date }: MeasuredDay): Total => ({
  weather,
  days: 1n,
  precipitation,
  wettest: date,
  wettest_mm: precipitation,
})

/** What there is, and one more day of the same weather. */
export function oneMore(before: Total, day: Total): Total {
  const isWetter = day.wettest_mm > before.wettest_mm
  return {
    weather: before.weather,
    days: before.days + 1n,
    precipitation: before.precipitation + day.precipitation,
    wettest: isWetter ? day.wettest : before.wettest,
    wettest_mm: isWetter ? day.wettest_mm : before.wettest_mm,
  }
}
