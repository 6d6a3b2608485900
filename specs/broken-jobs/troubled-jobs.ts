/** Jobs that cannot be judged by what their failure says alone, on five days of the weather. */
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { csvFixture, defineScenario, pyflinkJob } from 'streamassay'

import rainyDays, { Day } from '../../scenarios/rainy-days.ts'
import { breakJob } from './mutate.ts'
import type { Mutant } from './mutants.ts'

type Edit = Omit<Mutant, 'job'>

const inMap = 'severity_of(precipitation_in)'
/** No other run has it: a kept stack would remember. */
const marker = `/tmp/killed-${randomUUID()}`
const kill = `open("${marker}", "w").close() or __import__("os").kill(__import__("os").getpid(), 9)`

/** Kills its worker on the first row that it ever sees, as the kernel might, and never again. */
export const killedOnce: Edit = {
  file: 'logic.py',
  replace: inMap,
  by: `(__import__("os").path.exists("${marker}") or ${kill}) and ${inMap}`,
}

const firstLines = (await readFile('fixtures/seattle-weather.csv', 'utf8')).split('\n').slice(0, 6)
const days = firstLines.slice(1).map((line) => {
  const [date = '', ...cells] = line.split(',')
  const [precipitation, temp_max, temp_min, wind] = cells.map(Number)
  return JSON.stringify({ date, precipitation, temp_max, temp_min, wind, weather: cells.at(-1) })
})

/** Reads no topic: it brings the same days along. */
export const readsItsOwn: Edit = {
  file: 'job.py',
  replace: 'read(environment, options, "days")',
  by: `environment.from_collection(${JSON.stringify(days)}, type_info=Types.STRING())`,
}

/** The right job. */
export const right: Edit = { file: 'logic.py', replace: inMap, by: inMap }

const noValue = {
  encode: (day: object) => ('weather' in day && day.weather === 'drizzle' ? null : Buffer.from(JSON.stringify(day))),
  decode: (value: Uint8Array): unknown => JSON.parse(Buffer.from(value).toString()),
}

/** The first day is sent without a value. */
export const withTombstone = { format: noValue }

/** The job after an edit, on five days. */
export async function onFewDays(edit: Edit, options: Partial<typeof withTombstone> = {}) {
  const broken = await breakJob({ job: 'weather', ...edit })
  const { root, module } = broken
  const path = join(root, 'days.csv')
  await writeFile(path, `${firstLines.join('\n')}\n`)
  const job = pyflinkJob({ root, module })
  const scenario = defineScenario({ ...rainyDays, name: 'few-days', input: csvFixture(path, Day), job, ...options })
  return Object.assign(broken, { scenario })
}
