/** The model of the rainy-days job against values worked out by hand from its description. */
import { describe, expect, test } from 'vitest'

import { isRainy, toImperial } from '../../../../scenarios/reference/weather.ts'

const dry = { date: '2012-01-02', precipitation: 0, temp_max: 10, temp_min: 0, wind: 0, weather: 'rain' }
const fallen = (precipitation: number) => toImperial({ ...dry, precipitation })

const rangeOf = (temp_max: number, temp_min: number) => toImperial({ ...dry, temp_max, temp_min }).temp_range_f

describe('the model of the rainy-days job', () => {
  test('converts a real day field by field, in the described order', () => {
    const day = toImperial({ ...dry, precipitation: 10.9, temp_max: 10.6, temp_min: 2.8, wind: 4.5 })
    expect(JSON.stringify(day)).toBe(
      JSON.stringify({
        date: '2012-01-02',
        precipitation_in: 0.43,
        temp_max_f: 51.1,
        temp_min_f: 37,
        temp_range_f: 14,
        wind_mph: 10.1,
        weather: 'rain',
        severity: 'moderate',
      }),
    )
  })

  test('converts frost below zero', () => {
    expect(toImperial({ ...dry, temp_min: -20.3 }).temp_min_f).toBe(-4.5)
  })

  test('takes a mile of 1609.344 metres', () => {
    expect(toImperial({ ...dry, wind: 1609.344 }).wind_mph).toBe(3600)
  })

  test('rounds a half up on both sides of zero', () => {
    // 1.25 degrees Celsius apart are 2.25 degrees Fahrenheit.
    expect(rangeOf(1.25, 0)).toBe(2.3)
    expect(rangeOf(0, 1.25)).toBe(-2.2)
  })

  test('finds a day rainy from 0.04 rounded inches', () => {
    expect([0, 0.8, 0.88].map((mm) => isRainy(fallen(mm)))).toEqual([false, false, false])
    expect([0.89, 1, 55.9].map((mm) => isRainy(fallen(mm)))).toEqual([true, true, true])
  })

  test('names the severity by the rounded inches, both edges on the wetter side', () => {
    expect([1, 2.4, 2.5, 12.5, 12.6, 12.7].map((mm) => fallen(mm).severity)).toEqual([
      'light',
      'light',
      'moderate',
      'moderate',
      'heavy',
      'heavy',
    ])
  })
})
