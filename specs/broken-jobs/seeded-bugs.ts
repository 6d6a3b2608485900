/** Seeded bugs: faults of one value in a thousand, each as an edit of a job's Python and as the same fault in TypeScript. */
import { pipeline, type Pipeline, type Scenario } from 'streamassay'

import rainyDays, { Day } from '../../scenarios/rainy-days.ts'
import {
  isInSoutheast,
  normalise,
  type Place,
  type PositionedPlace,
  type RecordedAirport,
  withPosition,
} from '../../scenarios/reference/airports.ts'
import { type ImperialDay, isRainy, type MeasuredDay, toImperial } from '../../scenarios/reference/weather.ts'
import southeastAirports, { Airport } from '../../scenarios/southeast-airports.ts'
import type { Mutant } from './mutants.ts'

/** A bug: the edit that makes it, and a model of the job with it; what the model throws on, the job crashes on. */
export interface SeededBug<Row, Out> {
  readonly mutant: Mutant
  readonly scenario: Scenario<Row, Out>
  readonly model: Pipeline<Row, unknown>
}

const weather = (
  edit: Pick<Mutant, 'replace' | 'by'>,
  model: Pipeline<MeasuredDay, unknown>,
): SeededBug<MeasuredDay, ImperialDay> => ({
  mutant: { job: 'weather', file: 'logic.py', ...edit },
  scenario: rainyDays,
  model,
})

const airports = (
  edit: Pick<Mutant, 'replace' | 'by'>,
  model: (airport: RecordedAirport) => Place,
): SeededBug<RecordedAirport, PositionedPlace> => ({
  mutant: { job: 'airports', file: 'logic.py', ...edit },
  scenario: southeastAirports,
  model: pipeline(Airport).map(model).filter(isInSoutheast).map(withPosition),
})

const days = pipeline(Day)
const isRainyLine = 'return day["precipitation_in"] >= RAINY_FROM_IN'
const weatherField = '"weather": day["weather"],'

const toEven = (value: number): number => {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}

/** A day whose measures are rounded in another way. */
function roundedBy(round: (value: number) => number): (day: MeasuredDay) => ImperialDay {
  const tenths = (value: number): number => round(value * 10) / 10
  return (day) => {
    const inches = round((day.precipitation / 25.4) * 100) / 100
    return {
      ...toImperial(day),
      precipitation_in: inches,
      temp_max_f: tenths((day.temp_max * 9) / 5 + 32),
      temp_min_f: tenths((day.temp_min * 9) / 5 + 32),
      temp_range_f: tenths(((day.temp_max - day.temp_min) * 9) / 5),
      wind_mph: tenths((day.wind * 3600) / 1609.344),
      severity: inches >= 0.5 ? 'heavy' : inches >= 0.1 ? 'moderate' : 'light',
    }
  }
}

/** An airport whose texts are tidied in another way. */
const tidiedBy =
  (tidy: (text: string) => string) =>
  (airport: RecordedAirport): Place => {
    const texts = { name: tidy(airport.name), city: tidy(airport.city), state: tidy(airport.state) }
    const place = normalise({ ...airport, ...texts })
    return {
      ...place,
      name: texts.name,
      city: texts.city === 'NA' ? null : texts.city,
      state: texts.state === 'NA' ? null : texts.state,
    }
  }

const oneBlank = (text: string): string => text.replaceAll(/ +/g, ' ')
// What Python's str.strip() takes for white space, which is not what JavaScript's trim() does.
const pythonBlanks = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+`
const strip = (text: string): string => text.replaceAll(new RegExp(`^${pythonBlanks}|${pythonBlanks}$`, 'g'), '')

/** The bugs by name. */
export const seededBugs = {
  'boundary of a number': weather(
    { replace: '>= HEAVY_FROM_IN', by: '> HEAVY_FROM_IN' },
    days
      .map(toImperial)
      .map((day) => Object.assign(day, day.precipitation_in === 0.5 && { severity: 'moderate' }))
      .filter(isRainy),
  ),
  'boundary of a filter': weather(
    { replace: '>= RAINY_FROM_IN', by: '> RAINY_FROM_IN' },
    days.map(toImperial).filter((day) => day.precipitation_in > 0.04),
  ),
  'boundary of a date': weather(
    { replace: isRainyLine, by: `${isRainyLine} and day["date"] < "2038-01-19"` },
    days.map(toImperial).filter((day) => isRainy(day) && day.date < '2038-01-19'),
  ),
  'boundary of a string': weather(
    { replace: isRainyLine, by: `${isRainyLine} and day["weather"] <= "sun"` },
    days.map(toImperial).filter((day) => isRainy(day) && day.weather <= 'sun'),
  ),
  'rounding of a float': weather(
    { replace: 'math.floor(value * per_unit + 0.5)', by: 'round(value * per_unit)' },
    days.map(roundedBy(toEven)).filter(isRainy),
  ),
  'filter on the wrong field': weather(
    { replace: isRainyLine, by: 'return day["wind_mph"] >= RAINY_FROM_IN' },
    days.map(toImperial).filter((day) => day.wind_mph >= 0.04),
  ),
  'crash on an empty string': weather(
    { replace: weatherField, by: '"weather": day["weather"][0] + day["weather"][1:],' },
    days
      .map((day) => {
        if (day.weather === '') throw new RangeError('string index out of range')
        return toImperial(day)
      })
      .filter(isRainy),
  ),
  'overflow of 32 bits': weather(
    {
      replace: 'math.floor(value * per_unit + 0.5)',
      by: '((math.floor(value * per_unit + 0.5) + 2**31) % 2**32 - 2**31)',
    },
    // JavaScript's bit operators take integers modulo 2 to the 32nd, as it happens.
    days.map(roundedBy((value) => Math.floor(value + 0.5) | 0)).filter(isRainy),
  ),
  'normalisation of Unicode': airports(
    {
      replace: 'return re.sub(" +", " ", text).strip(" ")',
      by: 'return __import__("unicodedata").normalize("NFC", re.sub(" +", " ", text).strip(" "))',
    },
    tidiedBy((text) => oneBlank(text).replaceAll(/^ | $/g, '').normalize('NFC')),
  ),
  'other white space': airports(
    { replace: '.strip(" ")', by: '.strip()' },
    tidiedBy((text) => strip(oneBlank(text))),
  ),
  'lower case of Unicode': airports({ replace: 'name.translate(ASCII_LOWER)', by: 'name.lower()' }, (airport) => {
    const place = normalise(airport)
    const slug = place.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
    return { ...place, slug }
  }),
  'a long text cut off': airports(
    { replace: 'name = tidy(airport["name"])', by: 'name = tidy(airport["name"])[:255]' },
    (airport) => {
      const name = Array.from(normalise(airport).name).slice(0, 255).join('')
      return { ...normalise({ ...airport, name }), name }
    },
  ),
} as const

export type SeededBugName = keyof typeof seededBugs
