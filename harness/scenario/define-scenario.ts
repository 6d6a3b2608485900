/** Makes a scenario of its options once everything about them that can be checked without a cluster has been. */
import { listed } from '../text.ts'
import { z } from 'zod'

import { messageOf, StreamassayError } from '../errors.ts'
import { callerPath } from './call-site.ts'
import { columnKinds } from './column-kinds.ts'
import type { PyflinkJob, Scenario, ScenarioOptions } from './scenario.ts'
import { thrownAt } from './fault/thrown-at.ts'
import { leastRowsPerSecond, longestTimerMs } from './timer-limits.ts'

/** Topics are named after the scenario; what the run adds must fit into Kafka's 249 characters as well. */
const longestNameChars = 100
const mostPartitions = 1000
/** Flink's name of what `mode` chooses. */
const executionMode = 'python.execution-mode'

const callable = z.custom((value) => typeof value === 'function', { error: 'expected a function' })
const fieldName = z.string().min(1)
const partitions = z.int().min(1).max(mostPartitions).optional()
const pyflinkJobOptions = z.strictObject({
  root: z.string().min(1),
  module: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u, {
    error: 'expected a dotted module name such as orders.job',
  }),
})
const fixtureShape = z.object(
  { path: z.string().min(1), columns: z.instanceof(z.core.$ZodType) },
  { error: 'expected a csvFixture' },
)
const optionShapes = z.strictObject({
  // There when one scenario is spread into another; the new one's own place is noted instead.
  definedIn: z.unknown().optional(),
  name: z
    .string()
    .max(longestNameChars)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'expected lower-case words with dashes, such as large-orders' }),
  job: pyflinkJobOptions,
  input: fixtureShape,
  sides: z
    .record(
      z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'expected lower-case words with dashes' }),
      fixtureShape,
    )
    .optional(),
  sidesSent: z.enum(['first', 'last']).optional(),
  reference: z.object({ apply: callable }, { error: 'expected a pipeline' }),
  identity: z.union([fieldName, z.array(fieldName).min(1), callable], {
    error: 'expected a field, a list of fields or a function',
  }),
  key: z.union([fieldName, callable], { error: 'expected a field or a function' }).optional(),
  inputPartitions: partitions,
  sink: z.enum(['kafka', 'file', 'console']).optional(),
  outputPartitions: partitions,
  partition: callable.optional(),
  headers: callable.optional(),
  timestamp: z.union([fieldName, callable], { error: 'expected a field or a function' }).optional(),
  rowsPerSecond: z.number().min(leastRowsPerSecond).optional(),
  tolerance: z.record(z.string(), z.number().nonnegative().optional()).optional(),
  delivery: z.enum(['exactly-once', 'at-least-once']).optional(),
  order: z.union([z.enum(['input', 'any']), callable], { error: "expected 'input', 'any' or a function" }).optional(),
  changes: z.enum(['append', 'upsert', 'retract']).optional(),
  sentinel: z.unknown().optional(),
  ends: z.enum(['with-input', 'when-stopped', 'never']).optional(),
  settleMs: z.number().nonnegative().optional(),
  dueRows: z.enum(['before-stop', 'at-stop']).optional(),
  mode: z.enum(['process', 'thread']).optional(),
  args: callable.optional(),
  format: z.object({ encode: callable, decode: callable }).optional(),
  flinkConfiguration: z.record(z.string(), z.string()).optional(),
  jobTimeoutMs: z.int().min(1).max(longestTimerMs).optional(),
})

/**
 * A PyFlink program to test: `root` is the folder that holds the Python package, relative to the working directory
 * unless absolute; `module` is the module in it whose `main` is run, dotted.
 */
export const pyflinkJob = ({ root, module }: PyflinkJob): PyflinkJob => ({ root, module })

/**
 * Checks a scenario's options and notes the module that defines it.
 *
 * @throws StreamassayError `SCENARIO_INVALID` with every problem found
 */
export function defineScenario<Row, Out>(options: ScenarioOptions<Row, Out>): Scenario<Row, Out> {
  const definedIn = callerPath()
  const shapes = optionShapes.safeParse(options)
  const problems = shapes.success ? contradictions(options) : shapes.error.issues.map(problemText)
  if (problems.length > 0) {
    throw new StreamassayError('SCENARIO_INVALID', `scenario ${JSON.stringify(options.name)}: ${problems.join('; ')}`, {
      remedy: `Correct the options of defineScenario${definedIn === null ? '' : ` in ${definedIn}`}.`,
    })
  }
  return { ...options, definedIn }
}

const problemText = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`

/** What is wrong between options that are each right by themselves. */
function contradictions<Row, Out>(options: ScenarioOptions<Row, Out>): string[] {
  const { input, key, timestamp, sentinel, sink = 'kafka' } = options
  const kinds = columnKinds(input.columns)
  const unknownField = (option: string, field: unknown): string | null =>
    typeof field === 'string' && !kinds.has(field)
      ? `${option}: the input has no column ${field}; it has ${listed([...kinds.keys()])}`
      : null
  const problems = [
    unknownField('key', key),
    unknownField('timestamp', timestamp),
    timestamp !== undefined &&
    typeof timestamp === 'string' &&
    ['boolean', 'int', 'double', 'decimal'].includes(kinds.get(timestamp)?.type ?? '')
      ? `timestamp: a column of type ${kinds.get(timestamp)?.type} is not a point in time`
      : null,
    sentinel === undefined ? null : sentinelProblem(options, sentinel),
    ...sideProblems(options),
    ...changeProblems(options),
    ...stopProblems(options),
    options.ends === 'never' ? endlessProblem(options) : null,
    sink !== 'kafka' && options.outputPartitions !== undefined
      ? `outputPartitions: only a topic has partitions, and the sink is ${sink}`
      : null,
    options.mode !== undefined && options.flinkConfiguration?.[executionMode] !== undefined
      ? `mode: flinkConfiguration sets ${executionMode} as well`
      : null,
  ]
  return problems.filter((problem) => problem !== null)
}

/** What is said of a job that is stopped is said of no other; due rows are seen to come in a topic of rows alone. */
function stopProblems<Row, Out>(options: ScenarioOptions<Row, Out>): string[] {
  const { dueRows, settleMs, ends = 'with-input', sink = 'kafka', changes = 'append' } = options
  const isDueJudged = ends === 'when-stopped' && sink === 'kafka' && changes === 'append'
  const problems = [
    dueRows === undefined || isDueJudged
      ? null
      : "dueRows: due rows are judged with `ends: 'when-stopped'` and a Kafka sink without `changes`",
    settleMs === undefined || ends !== 'never' ? null : 'settleMs: a job that never ends is not stopped',
  ]
  return problems.filter((problem) => problem !== null)
}

/** The table that changes leave is known at the end, of changes in their order, and has no order itself. */
function changeProblems<Row, Out>(options: ScenarioOptions<Row, Out>): string[] {
  const { changes = 'append', order, outputPartitions = 1, ends, delivery } = options
  if (changes === 'append') return []
  const problems = [
    order === undefined || order === 'any' ? null : 'order: with `changes`, the rows of the table have no order',
    outputPartitions > 1 ? 'outputPartitions: `changes` need one partition, which keeps their order' : null,
    ends === 'never' ? "ends: `changes` need a job that ends: 'when-stopped'" : null,
    changes === 'retract' && delivery === 'at-least-once'
      ? 'delivery: a duplicated change gives another table, so `changes` need exactly-once'
      : null,
  ]
  return problems.filter((problem) => problem !== null)
}

/** Words that stand for something else: topics of the run, and flags that a job is given. */
const takenNames = new Set(['in', 'out', 'brokers', 'input', 'output', 'group', 'bounded', 'sink'])

function sideProblems<Row, Out>({ sides = {}, sidesSent, ends, reference }: ScenarioOptions<Row, Out>): string[] {
  const known = Object.values(sides)
  const taken = Object.keys(sides).filter((side) => takenNames.has(side))
  const strangers = reference.sides.filter((side) => !known.includes(side))
  return [
    ...(sidesSent === 'last' && ends !== 'when-stopped'
      ? ["sidesSent: a job that reads `sides` last must wait for them: set `ends: 'when-stopped'`"]
      : []),
    ...taken.map((side) => `sides: the name ${side} is reserved: choose another name`),
    ...strangers.map(({ path }) => `sides: the reference joins with ${path}, which is not one of them`),
  ]
}

/** Only where order is kept does a last row prove that those before it have come out. */
function endlessProblem<Row, Out>(options: ScenarioOptions<Row, Out>): string | null {
  const { sentinel, reference, sink = 'kafka', order = 'input', inputPartitions = 1, outputPartitions = 1 } = options
  if (sink !== 'kafka')
    return 'ends: a job that never ends needs a Kafka sink; other sinks are read after the job has ended'
  if (reference.hasEventTime) {
    return "ends: with event time, a job that never ends leaves windows open; 'when-stopped' closes them"
  }
  if (options.sides !== undefined) {
    return "ends: a job that never ends may not have read its `sides` when the sentinel arrives; 'when-stopped' waits for them"
  }
  if (sentinel === undefined) return 'ends: a job that never ends needs a `sentinel`, whose output marks the end'
  if (inputPartitions > 1 || outputPartitions > 1) {
    return 'ends: a job that never ends needs one input partition and one output partition, where order is kept'
  }
  return order === 'input'
    ? null
    : "ends: a job that never ends must keep the order of its input, because the sentinel must arrive last; 'when-stopped' does not need it"
}

function sentinelProblem<Row, Out>({ input, reference }: ScenarioOptions<Row, Out>, sentinel: Row): string | null {
  try {
    const encoded = z.safeEncode(input.columns, sentinel)
    if (!encoded.success) return `sentinel: ${encoded.error.issues.map(problemText).join(', ')}`
    // What a join makes of it is seen when the other stream has been read.
    if (reference.sides.length > 0) return null
    return reference.apply([sentinel]).length > 0
      ? null
      : 'sentinel: expected a row that passes the reference; this one is filtered out'
  } catch (error) {
    return `sentinel: ${messageOf(error)}${thrownAt(error)}`
  }
}
