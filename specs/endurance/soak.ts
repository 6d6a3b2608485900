/**
 * Runs and checks of right jobs on one kept stack, several at a time, for hours: each must pass. Some of the jobs write in
 * transactions of one name, have late rows, or never end.
 *
 *     npm run check:soak -- [--runs 200] [--checks 50] [--at-once 4]
 */
import { parseArgs } from 'node:util'

import { setUp } from '../../harness/setup/set-up.ts'
import { commandsOf, endedOf, withKeptStack } from './commands.ts'

const dated = 'specs/endurance/scenarios/dated-days.ts'

/** In turn; the same one is met by itself. */
const runs = [
  'scenarios/rainy-days.ts',
  dated,
  'scenarios/weeks-of-weather.ts',
  dated,
  'scenarios/endless-rain.ts',
  'scenarios/southern-routes.ts',
  'scenarios/running-totals.ts',
  'scenarios/weather-by-year.ts',
]

/** In turn, each with its number of cases: of those that share a job many, of those that have one each a few. */
const checks = [
  ['specs/endurance/scenarios/weeks-by-default.ts', 4],
  [dated, 100],
  ['scenarios/rainy-days.ts', 200],
  [dated, 100],
  ['scenarios/running-totals.ts', 4],
] as const

/** A job that writes in transactions waits for the others that do. */
const timeoutMs = 15 * 60_000
const streamassay = commandsOf(`soak-${process.pid}`, timeoutMs)

interface Task {
  readonly words: readonly string[]
  /** Where it stands among all, from 0 to 1. */
  readonly place: number
}

const tasksOf = (count: number, wordsOf: (at: number) => readonly string[]): Task[] =>
  Array.from({ length: count }, (_, at) => ({ words: wordsOf(at), place: (at + 0.5) / count }))

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    checks: { type: 'string', default: '50' },
    'at-once': { type: 'string', default: '4' },
  },
})
const tasks = [
  ...tasksOf(Number(values.runs), (at) => ['run', runs[at % runs.length] ?? dated]),
  ...tasksOf(Number(values.checks), (at) => {
    const [file, cases] = checks[at % checks.length] ?? [dated, 100]
    return ['check', file, '--cases', String(cases)]
  }),
].toSorted((one, other) => one.place - other.place)

await setUp()
let right = 0
const startedMs = performance.now()
const waiting = tasks.values()
/** Takes one task after the other, until none is left. */
async function work(): Promise<void> {
  for (const { words } of waiting) {
    const beganMs = performance.now()
    const { verdict, reason } = await endedOf(streamassay(...words, '--json'))
    if (verdict === 'pass') right += 1
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
    process.stdout.write(`${words.join(' ')}: ${verdict} in ${seconds} s${verdict === 'pass' ? '' : `\n  ${reason}`}\n`)
  }
}
await withKeptStack(streamassay, ['--lifetime', '600'], async () => {
  await Promise.all(Array.from({ length: Number(values['at-once']) }, work))
})
const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1)
process.stdout.write(`\n${right} of ${tasks.length} right, in ${minutes} minutes\n`)
process.exitCode = right === tasks.length ? 0 : 1
