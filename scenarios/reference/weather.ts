/** What the rainy-days job should write, modelled from pyflink-jobs/weather/DESCRIPTION.md and not from its Python. */

/** A day as measured: millimetres, degrees Celsius, metres per second. */
export interface MeasuredDay {
  readonly date: string
  readonly precipitation: number
  readonly temp_max: number
  readonly temp_min: number
  readonly wind: number
  readonly weather: string
}

/** A day in inches, degrees Fahrenheit and miles per hour, its fields in the described order. */
export interface ImperialDay {
  readonly date: string
  readonly precipitation_in: number
  readonly temp_max_f: number
  readonly temp_min_f: number
  readonly temp_range_f: number
  readonly wind_mph: number
  readonly weather: string
  readonly severity: 'light' | 'moderate' | 'heavy'
}

const toTenths = (x: number): number => Math.floor(x * 10 + 0.5) / 10
const toHundredths = (x: number): number => Math.floor(x * 100 + 0.5) / 100

/** Every unit converted, the temperature range and the severity derived. */
export function toImperial(day: MeasuredDay): ImperialDay {
  const inches = toHundredths(day.precipitation / 25.4)
  return {
    date: day.date,
    precipitation_in: inches,
    temp_max_f: toTenths((day.temp_max * 9) / 5 + 32),
    temp_min_f: toTenths((day.temp_min * 9) / 5 + 32),
    temp_range_f: toTenths(((day.temp_max - day.temp_min) * 9) / 5),
    wind_mph: toTenths((day.wind * 3600) / 1609.344),
    weather: day.weather,
    severity: severityOf(inches),
  }
}

/** True from 0.04 rounded inches. */
export const isRainy = (day: ImperialDay): boolean => day.precipitation_in >= 0.04

function severityOf(inches: number): ImperialDay['severity'] {
  if (inches >= 0.5) return 'heavy'
  return inches >= 0.1 ? 'moderate' : 'light'
}
