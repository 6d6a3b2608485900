/** What the readings job should write, modelled from pyflink-jobs/readings/DESCRIPTION.md and not from its Python. */
import type { MeasuredDay } from './weather.ts'

/** What one instrument showed on a day, the fields in the described order. */
export interface Reading {
  readonly date: string
  readonly instrument: 'rain gauge' | 'snow gauge' | 'frost alarm' | 'anemometer'
  readonly value: number
  readonly unit: 'mm' | 'degC' | 'm/s'
}

/** The readings of a day, in the order of the description's table. */
export function readingsOf(day: MeasuredDay): Reading[] {
  const { date, precipitation, temp_max: highest, temp_min: lowest, wind } = day
  const isWet = precipitation > 0
  const table: readonly (readonly [isThere: boolean, reading: Reading])[] = [
    [isWet && highest > 0, { date, instrument: 'rain gauge', value: precipitation, unit: 'mm' }],
    [isWet && highest <= 0, { date, instrument: 'snow gauge', value: precipitation, unit: 'mm' }],
    [lowest < 0, { date, instrument: 'frost alarm', value: lowest, unit: 'degC' }],
    [wind >= 6, { date, instrument: 'anemometer', value: wind, unit: 'm/s' }],
  ]
  return table.filter(([isThere]) => isThere).map(([, reading]) => reading)
}
