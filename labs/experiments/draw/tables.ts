/** The measured part of each claim in Markdown: on what it was measured, its tables, its charts. */
import { numberText } from '../../../bench/table.ts'
import type { Circumstances, ClaimName, KilledRun, LatencyPoint, Measurements } from '../measurements.ts'
import { spreadText, wayText } from './words.ts'

type Cell = string | number
type Points<Name extends ClaimName> = NonNullable<Measurements[Name]>['points']

/** Null for a claim that has not been measured. */
export function sectionOf(claim: ClaimName, measurements: Measurements): string | null {
  const measured = measurements[claim]
  if (measured === undefined) return null
  // Each name goes with its own points, which the types of a union do not say.
  const parts = partsOf[claim] as (points: unknown) => readonly string[]
  return [circumstancesText(measured), ...parts(measured.points)].join('\n\n')
}

/** What each claim's measurements make of the page. */
const partsOf: { readonly [Name in ClaimName]: (points: Points<Name>) => readonly string[] } = {
  'real-time': realTime,
  throughput,
  accuracy,
  scalability,
  flexibility,
}

const circumstancesText = ({ day, command, seconds, machine, software }: Circumstances): string =>
  `Measured on ${day} by \`${command}\`, in ${seconds} s, on ${machine}; ${software}.`

const picture = (name: string, what: string): string => `![${what}](claims/${name}.svg)`

/** A table of Markdown; columns whose names end in a colon stand to the right. */
function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [
    columns.map((name) => name.replace(/:$/, '')),
    columns.map((name) => (name.endsWith(':') ? '---:' : '---')),
    ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? countText(cell) : cell))),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const countText = (value: number): string => value.toLocaleString('en-GB')

const latencyColumns = ['through per second:', 'rows timed:', 'p50 ms:', 'p95 ms:', 'p99 ms:', 'max ms:']
const latencyCells = ({ achieved, timed, p50, p95, p99, max }: LatencyPoint): Cell[] => [
  numberText(achieved),
  timed,
  p50,
  p95,
  p99,
  max,
]

function realTime({ rates, bundleTimes, bundleSizes }: Points<'real-time'>): string[] {
  return [
    table(
      ['mode', 'rows sent per second:', ...latencyColumns],
      rates.map((point) => [point.mode, point.rowsPerSecond, ...latencyCells(point)]),
    ),
    picture('latency-by-rate', 'Latency by rate, in both modes'),
    `By bundle time, at ${countText(bundleTimes[0]?.rowsPerSecond ?? 0)} rows per second in process mode:`,
    table(
      ['bundle time, ms:', ...latencyColumns],
      bundleTimes.map((point) => [point.bundleMs ?? '', ...latencyCells(point)]),
    ),
    picture('latency-by-bundle-time', 'Latency by bundle time'),
    `By bundle size, at the same rate and a bundle time of ${countText(bundleSizes[0]?.bundleMs ?? 0)} ms:`,
    table(
      ['bundle size, rows:', ...latencyColumns],
      bundleSizes.map((point) => [point.bundleRows ?? '', ...latencyCells(point)]),
    ),
  ]
}

function throughput({ steps, fullSpeed }: Points<'throughput'>): string[] {
  const names = [...new Set(steps.map(wayText))]
  const offered = [...new Set(steps.map((step) => step.offered))]
  const achieved = (rate: number, name: string): Cell => {
    const found = steps.find((step) => step.offered === rate && wayText(step) === name)
    return found ? numberText(found.achieved) : ''
  }
  return [
    'Rows through per second at an offered rate:',
    table(
      ['rows offered per second:', ...names.map((name) => `${name}:`)],
      offered.map((rate) => [rate as Cell].concat(names.map((name) => achieved(rate, name)))),
    ),
    picture('throughput', 'Offered and achieved rates'),
    'As fast as it goes:',
    table(
      ['way', 'rows:', 'runs:', 'rows through per second:'],
      fullSpeed.map((one) => [wayText(one), one.rows, one.runs, spreadText(one.rowsPerSecond)]),
    ),
  ]
}

const guardCells = ({ delivery, checkpointsMs }: Pick<KilledRun, 'delivery' | 'checkpointsMs'>): Cell[] => [
  delivery,
  checkpointsMs === null ? 'none' : `every ${countText(checkpointsMs)} ms`,
]

function accuracy(runs: Points<'accuracy'>): string[] {
  return [
    table(
      [
        'sink',
        'checkpoints',
        'sent:',
        'expected:',
        'observed:',
        'matched:',
        'lost:',
        'duplicated:',
        'unexpected:',
        'differing:',
        'misordered:',
        'verdict',
      ],
      runs.map(({ sent, account, verdict, ...guard }) => [
        ...guardCells(guard),
        sent,
        account.expected,
        account.observed,
        account.matched,
        account.lost,
        account.duplicated,
        account.unexpected,
        account.differing,
        account.misordered,
        verdict,
      ]),
    ),
    table(
      [
        'sink',
        'checkpoints',
        'records when killed:',
        'restarts:',
        'nothing written for, s:',
        'records taken back, and markers:',
        'job, s:',
      ],
      runs.map(({ killedAt, restarts, uncounted, stillSeconds, jobSeconds, ...guard }) => [
        ...guardCells(guard),
        killedAt,
        restarts,
        numberText(stillSeconds),
        uncounted,
        numberText(jobSeconds),
      ]),
    ),
    picture('accuracy', 'Matched, duplicated and lost rows'),
  ]
}

function scalability(points: Points<'scalability'>): string[] {
  return [
    table(
      [
        'parallelism:',
        'TaskManagers:',
        'used:',
        'rows:',
        'runs:',
        'rows through per second:',
        'cores busy:',
        'and the harness:',
      ],
      points.map((point) => [
        point.parallelism,
        point.taskManagers,
        point.taskManagersUsed,
        point.rows,
        point.runs,
        spreadText(point.rowsPerSecond),
        spreadText(point.coresBusy),
        spreadText(point.harnessCores),
      ]),
    ),
    picture('scalability', 'Rows per second by parallelism and TaskManagers'),
  ]
}

function flexibility(runs: Points<'flexibility'>): string[] {
  return [
    table(
      [
        'scenario',
        'job',
        'operators, as Flink names them',
        'rows in:',
        'rows expected:',
        'verdict',
        'job, s:',
        'run, s:',
      ],
      runs.map((one) => [
        `\`${one.scenario}\``,
        `\`${one.module}\``,
        one.operators.map((name) => `\`${name.replaceAll('|', '\\|')}\``).join('; '),
        one.sent,
        one.expected,
        one.verdict,
        one.jobSeconds === null ? 'runs on' : numberText(one.jobSeconds),
        numberText(one.seconds),
      ]),
    ),
    picture('flexibility', 'Seconds of each scenario'),
  ]
}
