/** What can be known of a run before anything is started: that its input is sound and its job complete. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { StreamassayError } from '../errors.ts'
import { jobArguments } from '../flink/submission/job-arguments.ts'
import { type JobPackage, packageJob } from '../flink/submission/package-job.ts'
import { checkCsv } from '../scenario/csv/csv-check.ts'
import type { CsvSummary, NumberedRow } from '../scenario/csv/csv-fixture.ts'
import { csvInvalid, type CsvProblem } from '../scenario/csv/csv-problem.ts'
import { fromHere } from '../scenario/from-here.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { RunInput } from '../verdict/run-account.ts'
import type { InputRow } from './input-rows.ts'
import { recordTrial } from './replay-rows.ts'
import { partitionsWithRows } from './reference/partitions-with-rows.ts'
import { ReferenceTrial } from './reference/reference-trial.ts'
import { type PreparedSide, prepareSides } from './sides.ts'

export { fromHere } from '../scenario/from-here.ts'

/** A scenario whose files have been read: every row of its input is sound, and its reference takes every one. */
export interface PreparedScenario<Row, Out> {
  readonly scenario: Scenario<Row, Out>
  readonly csv: CsvSummary
  /** The input partitions that have rows, where the reference goes by event time; else partition 0. */
  readonly partitions: readonly number[]
  /** Output rows that the reference expects, the sentinel's included. */
  readonly expectedRows: number
  /** Those of them that the reference gives while it takes rows, and not only when the input ends. */
  readonly dueRows: number
  readonly jobPackage: JobPackage
  /** The scenario's other streams. */
  readonly sides: readonly PreparedSide[]
  /** Fixtures, job files, scenario, by their paths from the working directory. */
  readonly inputs: readonly RunInput[]
}

/** The names of a run that `args` is tried with: what it throws is reported before anything is sent. */
const noRun = { brokers: 'kafka:9092', inputTopic: 'in', outputTopic: 'out', groupId: 'trial' }

/**
 * Reads all that the run is made of, and refuses what is not sound before anything is sent: the reference is tried on
 * every row here, as the rows that it expects are made only while the job runs, and so are the other functions of the
 * scenario.
 *
 * @throws StreamassayError `CSV_INVALID`, `CSV_UNREADABLE`, `CSV_CHANGED`, `REFERENCE_FAILED`, `JOB_PACKAGE_INVALID`,
 * `RECORD_UNENCODABLE`, `SCENARIO_INVALID`
 */
export async function prepare<Row, Out>(given: Scenario<Row, Out>): Promise<PreparedScenario<Row, Out>> {
  const { scenario, sides } = await prepareSides(given)
  const { input, job, sentinel, definedIn } = scenario
  const partitions = await partitionsWithRows(scenario)
  const trial = new ReferenceTrial({ scenario, partitions })
  const tryRecord = recordTrial(scenario)
  const take = (row: InputRow<Row>): void => {
    trial.take(row)
    tryRecord?.(row)
  }
  const csv = await checkCsv(input, (rows: readonly NumberedRow<Row>[]) => rows.forEach(take))
  if (csv.rows === 0 && sentinel === undefined) throw csvInvalid(input.path, [noRows])
  if (sentinel !== undefined) {
    const before = trial.expected
    take({ row: sentinel, line: null })
    if (trial.expected === before && scenario.sides !== undefined) throw sentinelDropped(scenario)
  }
  const dueRows = trial.expected
  trial.end()
  jobArguments(scenario, noRun)
  const jobPackage = await packageJob(job)
  const inputs = [
    { path: fromHere(input.path), sha256: csv.sha256 },
    ...sides.map(({ fixture, sha256 }) => ({ path: fromHere(fixture.path), sha256 })),
    ...jobPackage.files.map(({ path, sha256 }) => ({ path: fromHere(join(job.root, path)), sha256 })),
    ...(definedIn === null ? [] : [{ path: fromHere(definedIn), sha256: await sha256Of(definedIn) }]),
  ]
  return { scenario, csv, partitions, expectedRows: trial.expected, dueRows, jobPackage, sides, inputs }
}

/** Where its reference joins, this is not known before the other streams have been read. */
const sentinelDropped = ({ name }: Pick<Scenario<never, never>, 'name'>): StreamassayError =>
  new StreamassayError('SCENARIO_INVALID', `scenario ${name}: the sentinel does not pass the reference`, {
    remedy: 'Give it a row whose key the other stream has.',
  })

/** Where no row goes in, none that comes out or stays away says anything of the job. */
const noRows: CsvProblem = {
  line: 1,
  column: null,
  name: null,
  what: 'expected rows below the header line, got none',
  remedy: 'Write a row into the file, or give the scenario a `sentinel`, which is sent after the rows.',
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

/** Faults of the scenario's own files and functions: there is nothing about the job to judge. */
export const isScenarioAtFault = (error: unknown): boolean =>
  error instanceof StreamassayError &&
  [
    'REFERENCE_FAILED',
    'SCENARIO_INVALID',
    'CSV_CHANGED',
    'CSV_INVALID',
    'CSV_UNREADABLE',
    'RECORD_UNENCODABLE',
  ].includes(error.code)
