/** Specs of what is checked, and told, when a scenario is defined. */
import { fileURLToPath } from 'node:url'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

import { StreamassayError } from '../../../harness/errors.ts'
import { column } from '../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario, pyflinkJob } from '../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'
import type { Scenario } from '../../../harness/scenario/scenario.ts'

const Day = z.object({ date: column.date(), precipitation: column.double(), weather: column.text() })
type DayRow = z.output<typeof Day>
interface RainyDay {
  readonly date: string
  readonly inches: number
}
const toImperial = ({ date, precipitation }: DayRow): RainyDay => ({ date, inches: precipitation / 25.4 })
const isRainy = ({ inches }: RainyDay): boolean => inches > 0

const options = {
  name: 'rainy-days',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'weather.job' }),
  input: csvFixture('fixtures/seattle-weather.csv', Day),
  key: 'date',
  reference: pipeline(Day).map(toImperial).filter(isRainy),
  identity: 'date',
} as const

const allOptions = {
  ...options,
  inputPartitions: 3,
  outputPartitions: 2,
  ends: 'with-input',
  mode: 'thread',
  partition: () => 0,
  headers: () => ({ source: 'spec' }),
  timestamp: 'date',
  rowsPerSecond: 0.5,
  tolerance: { inches: 0 },
  delivery: 'at-least-once',
  sentinel: { date: '2012-01-01', precipitation: 1, weather: 'rain' },
  args: () => [],
  format: { encode: () => new Uint8Array(), decode: () => null },
  flinkConfiguration: { 'python.fn-execution.bundle.time': '5' },
  jobTimeoutMs: 60_000,
} as const

const Measured = z.object({
  isWet: column.boolean(),
  count: column.int(),
  at: column.long(),
  text: column.text(),
})
const measured = {
  input: csvFixture('x.csv', Measured),
  reference: pipeline(Measured),
  key: 'text',
  identity: 'text',
}

function refuse(): never {
  throw new Error('boom')
}

/** What is said about the options when some of them are replaced, types aside. */
function complaint(changes: object): string {
  try {
    defineScenario({ ...options, ...changes })
  } catch (error) {
    if (error instanceof StreamassayError && error.code === 'SCENARIO_INVALID') return error.message
    throw error
  }
  return 'nothing'
}

test('a scenario is its options and the module that defines it', () => {
  expect(defineScenario(allOptions)).toEqual({ ...allOptions, definedIn: fileURLToPath(import.meta.url) })
})

describe('what is wrong is told', () => {
  test.each([
    [{ name: 'Rainy Days' }, 'name: expected lower-case words with dashes'],
    [{ name: '' }, 'name: expected lower-case'],
    [{ name: 'rainy-' }, 'name: expected lower-case'],
    [{ name: 'x'.repeat(101) }, 'name: Too big'],
    [{ job: { root: '', module: 'weather' } }, 'job.root: Too small'],
    [{ job: { root: '.', module: 'weather/job.py' } }, 'job.module: expected a dotted module name'],
    [{ job: { root: '.', module: '1.job' } }, 'job.module: expected a dotted module name'],
    [{ input: 'fixtures/x.csv' }, 'input: expected a csvFixture'],
    [{ reference: toImperial }, 'reference: expected a pipeline'],
    [{ identity: [] }, 'identity: Too small'],
    [{ identity: undefined }, 'identity: expected a field'],
    [{ key: 'wind' }, 'key: the input has no column wind; it has date, precipitation, weather'],
    [{ key: 5 }, 'key: expected a field or a function'],
    [{ inputPartitions: 0 }, 'inputPartitions: Too small'],
    [{ outputPartitions: 1.5 }, 'outputPartitions: Invalid input'],
    [{ partition: 0 }, 'partition: expected a function'],
    [{ headers: {} }, 'headers: expected a function'],
    [{ timestamp: 'time' }, 'timestamp: the input has no column time'],
    [{ timestamp: 'precipitation' }, 'timestamp: a column of type double is not a point in time'],
    [{ ...measured, timestamp: 'isWet' }, 'timestamp: a column of type boolean is not a point in time'],
    [{ ...measured, timestamp: 'count' }, 'timestamp: a column of type int is not a point in time'],
    [{ rowsPerSecond: 0 }, 'rowsPerSecond: Too small'],
    [{ rowsPerSecond: Number.NaN }, 'rowsPerSecond: Invalid input'],
    [{ settleMs: -1 }, 'settleMs: Too small'],
    [{ dueRows: 'never' }, 'dueRows: Invalid option'],
    [{ dueRows: 'at-stop' }, "dueRows: due rows are judged with `ends: 'when-stopped'` and a Kafka sink"],
    [{ dueRows: 'at-stop', ends: 'when-stopped', sink: 'file' }, 'dueRows: due rows are judged with'],
    [{ settleMs: 1, ends: 'never' }, 'settleMs: a job that never ends is not stopped'],
    [{ tolerance: { inches: -1 } }, 'tolerance.inches: Too small'],
    [{ delivery: 'at-most-once' }, 'delivery: Invalid option'],
    [
      { sentinel: { date: '2012-01-01', precipitation: 'x', weather: '' } },
      'sentinel: precipitation: expected a decimal',
    ],
    [
      { sentinel: { date: '2012-01-01', precipitation: 0, weather: '' } },
      'sentinel: expected a row that passes the reference; this one is filtered out',
    ],
    [{ ends: 'soon' }, 'ends: Invalid option'],
    [{ sink: 'files' }, 'sink: Invalid option'],
    [{ sink: 'file', outputPartitions: 2 }, 'outputPartitions: only a topic has partitions, and the sink is file'],
    [{ order: 'sorted' }, "order: expected 'input', 'any' or a function"],
    [{ mode: 'loopback' }, 'mode: Invalid option'],
    [
      { mode: 'thread', flinkConfiguration: { 'python.execution-mode': 'process' } },
      'mode: flinkConfiguration sets python.execution-mode as well',
    ],
    [{ args: ['--bounded'] }, 'args: expected a function'],
    [{ format: { encode: () => '' } }, 'format.decode: expected a function'],
    [
      { flinkConfiguration: { 'python.fn-execution.bundle.time': 5 } },
      'flinkConfiguration.python.fn-execution.bundle.time',
    ],
    [{ jobTimeoutMs: 0 }, 'jobTimeoutMs: Too small'],
    [{ jobTimeoutMs: 2 ** 31 }, 'jobTimeoutMs: Too big'],
    [{ jobTimeoutMs: 1.5 }, 'jobTimeoutMs: Invalid input'],
    [{ rowsPerSecond: 1e-7 }, 'rowsPerSecond: Too small'],
    [{ inputPartition: 3 }, ': Unrecognized key: "inputPartition"'],
    [
      { sentinel: { date: 'x', precipitation: 'x', weather: '' } },
      /: sentinel: date: expected [^;]*, precipitation: expected a decimal/,
    ],
    [
      { reference: pipeline(Day).map(refuse), sentinel: allOptions.sentinel },
      ': sentinel: the reference failed at stage 1 (map refuse): boom',
    ],
  ])('%j', (changes, expected) => expect(complaint(changes)).toMatch(expected))

  test('a column that is not there, and nothing more of it', () => {
    expect(complaint({ timestamp: 'time' })).toBe(
      'scenario "rainy-days": timestamp: the input has no column time; it has date, precipitation, weather',
    )
  })

  test('all of it at once, with the name of the scenario and its module', () => {
    expect(complaint({ inputPartitions: 0, rowsPerSecond: -1 })).toMatch(
      /^scenario "rainy-days": input.*; rowsPerSecond/,
    )
    expect(() => defineScenario({ ...options, inputPartitions: 0 })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('define-scenario.spec.ts') }),
    )
  })
})

describe('nothing is said of', () => {
  test.each([
    [{ timestamp: () => 0 }],
    [{ ...measured, timestamp: 'at' }],
    [{ ...measured, timestamp: 'text' }],
    [{ mode: 'thread' }],
    [{ flinkConfiguration: { 'python.execution-mode': 'thread' } }],
    [{ order: 'any' }],
    [{ order: () => 1 }],
  ])('%o', (changes) => expect(complaint(changes)).toBe('nothing'))
})

describe('types', () => {
  test('are inferred from the columns and the reference', () => {
    const scenario = defineScenario({
      name: 'rainy-days',
      job: pyflinkJob({ root: 'pyflink-jobs', module: 'weather.job' }),
      input: csvFixture('fixtures/seattle-weather.csv', Day),
      key: 'date',
      reference: pipeline(Day).map(toImperial).filter(isRainy),
      identity: 'date',
    })
    expectTypeOf(scenario).toEqualTypeOf<Scenario<DayRow, RainyDay>>()
  })

  test('are inferred in any order of the options', () => {
    const scenario = defineScenario({
      identity: ({ date, inches }) => `${date} ${inches}`,
      tolerance: { inches: 0.01 },
      headers: ({ weather }) => ({ weather }),
      key: ({ weather }) => weather,
      partition: ({ precipitation }) => (precipitation > 0 ? 1 : 0),
      timestamp: 'date',
      inputPartitions: 2,
      reference: pipeline(Day).map(toImperial),
      input: csvFixture('fixtures/seattle-weather.csv', Day),
      job: pyflinkJob({ module: 'weather.job', root: 'pyflink-jobs' }),
      name: 'rainy-days',
    })
    expectTypeOf(scenario).toEqualTypeOf<Scenario<DayRow, RainyDay>>()
  })

  test('refuse fields that a row does not have', () => {
    // @ts-expect-error: no such output field
    expect(defineScenario({ ...options, identity: 'weather' })).toBeDefined()
    // @ts-expect-error: no such input field
    expect(() => defineScenario({ ...options, key: 'inches' })).toThrow('key')
    // @ts-expect-error: no such output field
    expect(defineScenario({ ...options, tolerance: { weather: 1 } })).toBeDefined()
    // @ts-expect-error: a reference for other rows
    expect(defineScenario({ ...options, reference: pipeline<{ x: number }>() })).toBeDefined()
  })
})
