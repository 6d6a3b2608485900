/** Any number of days of weather: the values of the Seattle fixture again and again, each day under a date of its own. */
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline as flow } from 'node:stream/promises'

import { csvFixture, defineScenario, type Scenario } from 'streamassay'

import rainyDays, { Day } from '../scenarios/rainy-days.ts'
import { isRainy, type ImperialDay, type MeasuredDay, toImperial } from '../scenarios/reference/weather.ts'

const folder = '.streamassay/bench'
const firstDayMs = Date.UTC(1000, 0, 1)
const dayMs = 86_400_000
const header = 'date,precipitation,temp_max,temp_min,wind,weather'

/** Where the CSV of so many days is, once `writeDays` has made it; from the working directory. */
export const daysPath = (rows: number): string => join(folder, `days-${rows}.csv`)

/** The rainy-days scenario with so many days as its input. */
export const daysScenario = (rows: number): Scenario<MeasuredDay, ImperialDay> =>
  defineScenario({ ...rainyDays, name: `days-${rows}`, input: csvFixture(daysPath(rows), Day) })

/** The same for a job that keeps running, until a last wet day has come out. */
export const endlessScenario = (rows: number): Scenario<MeasuredDay, ImperialDay> =>
  defineScenario({
    ...daysScenario(rows),
    name: `endless-days-${rows}`,
    ends: 'never',
    sentinel: { date: '9999-12-31', precipitation: 25.4, temp_max: 20, temp_min: 10, wind: 3, weather: 'rain' },
  })

/** Writes the CSV of so many days. */
export const writeDays = (rows: number): Promise<string> => write(daysPath(rows), csvLines(rows))

/** The files of the bare script: what goes into its topic, and what should come out; a JSON text a line. */
export async function writeTexts(rows: number): Promise<{ readonly input: string; readonly expected: string }> {
  const days = (await seattle()).days(rows)
  const expected = days.map(toImperial).filter(isRainy)
  return {
    input: await write(
      join(folder, `input-${rows}.ndjson`),
      days.map((day) => `${pythonJson(day)}\n`),
    ),
    expected: await write(
      join(folder, `expected-${rows}.ndjson`),
      expected.map((day) => `${pythonJson(day)}\n`),
    ),
  }
}

/** A flat object as Python's `json.dumps` writes it: the baseline compares text with text. */
export function pythonJson(row: object): string {
  const fields = Object.entries(row).map(([name, value]: [string, unknown]) => {
    const text = typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : JSON.stringify(value)
    return `${JSON.stringify(name)}: ${text}`
  })
  return `{${fields.join(', ')}}`
}

/** The date of a day, counted from 0. */
export const dateOf = (day: number): string => new Date(firstDayMs + day * dayMs).toISOString().slice(0, 10)

async function* csvLines(rows: number): AsyncGenerator<string> {
  const { measures } = await seattle()
  yield `${header}\n`
  for (let day = 0; day < rows; day += 1) yield `${dateOf(day)},${measures[day % measures.length]}\n`
}

async function seattle() {
  const [names, ...lines] = (await readFile('fixtures/seattle-weather.csv', 'utf8')).trim().split('\n')
  if (names !== header) throw new Error(`fixtures/seattle-weather.csv has other columns: ${names}`)
  const measures = lines.map((line) => line.slice(line.indexOf(',') + 1))
  const day = (at: number): MeasuredDay => {
    const [precipitation, maximum, minimum, wind, weather = ''] = (measures[at % measures.length] ?? '').split(',')
    return {
      date: dateOf(at),
      precipitation: Number(precipitation),
      temp_max: Number(maximum),
      temp_min: Number(minimum),
      wind: Number(wind),
      weather,
    }
  }
  return { measures, days: (rows: number): MeasuredDay[] => Array.from({ length: rows }, (_, at) => day(at)) }
}

/** Under another name until it is whole. */
async function write(path: string, texts: Iterable<string> | AsyncIterable<string>): Promise<string> {
  await mkdir(folder, { recursive: true })
  await flow(Readable.from(texts), createWriteStream(`${path}.part`))
  await rename(`${path}.part`, path)
  return path
}
