/** The charts, each made of nothing but what has been measured. */
import type { LatencyPoint, Measurements, Mode, Way } from '../measurements.ts'
import { spreadText, wayText } from './words.ts'
import { axis, bar, type BarValue, base, below, colours, line, size, valueLabel } from './parts.ts'
import type { Drawing } from './svg.ts'

export interface Chart extends Drawing {
  /** The name of its file. */
  readonly name: string
}

/** Every chart of what is there. */
export function chartsOf(measurements: Measurements): Chart[] {
  const { throughput, accuracy, scalability, flexibility } = measurements
  const realTime = measurements['real-time']
  return [
    ...(realTime ? latencyCharts(realTime.points) : []),
    ...(throughput ? [throughputChart(throughput.points)] : []),
    ...(accuracy ? [accuracyChart(accuracy.points)] : []),
    ...(scalability ? [scalabilityChart(scalability.points)] : []),
    ...(flexibility ? [flexibilityChart(flexibility.points)] : []),
  ]
}

type Points<Name extends keyof Measurements> = NonNullable<Measurements[Name]>['points']

const shares = ['p50', 'p95', 'p99', 'max'] as const

function latencyCharts({ rates, bundleTimes }: Points<'real-time'>): Chart[] {
  const ofMode = (mode: Mode) =>
    shares.slice(0, -1).map((share, at) =>
      line(
        `${mode}, ${share}`,
        rates
          .filter((point) => point.mode === mode)
          .map((point): readonly [number, number] => [point.rowsPerSecond, atLeastOne(point[share])]),
        { dashed: mode === 'thread', colour: colours[at] ?? '' },
      ),
    )
  return [
    {
      ...size,
      name: 'latency-by-rate',
      option: {
        ...base('Latency at a steady rate, in process and in thread mode'),
        xAxis: { ...axis('log', 'rows sent per second'), ...below },
        yAxis: axis('log', 'milliseconds'),
        series: [...ofMode('process'), ...ofMode('thread')],
      },
    },
    {
      ...size,
      name: 'latency-by-bundle-time',
      option: {
        ...base(`Latency by bundle time, ${bundleTimes[0]?.rowsPerSecond} rows per second, process mode`),
        xAxis: { ...axis('log', 'bundle time in milliseconds'), ...below },
        yAxis: axis('log', 'milliseconds'),
        series: shares.map((share) =>
          line(
            share,
            bundleTimes.map((point: LatencyPoint): readonly [number, number] => [
              point.bundleMs ?? 0,
              atLeastOne(point[share]),
            ]),
          ),
        ),
      },
    },
  ]
}

/** A logarithm has no place for a row that came out within its millisecond. */
const atLeastOne = (milliseconds: number): number => Math.max(1, milliseconds)

function throughputChart({ steps }: Points<'throughput'>): Chart {
  const names = [...new Set(steps.map(wayText))]
  const offered = [...new Set(steps.map((step) => step.offered))]
  const highest = Math.max(...offered)
  return {
    ...size,
    name: 'throughput',
    option: {
      ...base('Offered and achieved'),
      xAxis: { ...axis('value', 'rows offered per second'), ...below, max: highest },
      yAxis: axis('value', 'rows through per second'),
      series: [
        ...names.map((name) =>
          line(
            name,
            steps
              .filter((step: Way) => wayText(step) === name)
              .map((step): readonly [number, number] => [step.offered, Math.round(step.achieved)]),
          ),
        ),
        line(
          'all that is offered',
          [
            [0, 0],
            [highest, highest],
          ],
          { dashed: true, marked: false, colour: '#90a4ae' },
        ),
      ],
    },
  }
}

function accuracyChart(runs: Points<'accuracy'>): Chart {
  const names = runs.map(
    ({ delivery, checkpointsMs }) => `${delivery}\n${checkpointsMs === null ? 'no checkpoints' : 'checkpoints'}`,
  )
  return {
    ...size,
    name: 'accuracy',
    option: {
      ...base('Rows after a TaskManager was killed'),
      xAxis: { ...axis('category', ''), data: names },
      yAxis: axis('value', 'rows'),
      series: (['matched', 'duplicated', 'lost'] as const).map((what) =>
        bar(
          what,
          runs.map(({ account }) => account[what]),
        ),
      ),
    },
  }
}

function scalabilityChart(points: Points<'scalability'>): Chart {
  const parallelisms = [...new Set(points.map(({ parallelism }) => parallelism))]
  const counts = [...new Set(points.map(({ taskManagers }) => taskManagers))]
  const rateAt = (parallelism: number, taskManagers: number): BarValue => {
    const found = points.find((point) => point.parallelism === parallelism && point.taskManagers === taskManagers)
    if (!found) return null
    // The range belongs to it: a bar by itself would say more than was measured.
    const formatter = spreadText(found.rowsPerSecond).replace(' (', '\n(').replace(' to ', '\nto ')
    return { value: Math.round(found.rowsPerSecond.median), label: { formatter } }
  }
  return {
    ...size,
    name: 'scalability',
    option: {
      ...base('As fast as it goes, by parallelism'),
      xAxis: { ...axis('category', 'parallelism'), ...below, data: parallelisms.map(String) },
      yAxis: axis('value', 'rows per second'),
      series: counts.map((taskManagers) =>
        bar(
          taskManagers === 1 ? '1 TaskManager' : `${taskManagers} TaskManagers`,
          parallelisms.map((parallelism) => rateAt(parallelism, taskManagers)),
        ),
      ),
    },
  }
}

function flexibilityChart(runs: Points<'flexibility'>): Chart {
  const topDown = runs.toReversed()
  return {
    name: 'flexibility',
    width: size.width,
    height: 120 + 30 * runs.length,
    option: {
      ...base('From the first step of a run to its verdict'),
      legend: { show: false },
      grid: { left: 190, right: 60, top: 50, bottom: 60 },
      xAxis: { ...axis('value', 'seconds'), ...below },
      yAxis: { ...axis('category', ''), data: topDown.map(({ scenario, verdict }) => `${scenario} (${verdict})`) },
      series: [
        bar(
          'seconds',
          topDown.map(({ seconds }) => Number(seconds.toFixed(1))),
          { label: valueLabel('right') },
        ),
      ],
    },
  }
}
