/** What can be known of a run before anything is started: that its input is sound and its job complete. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { StreamassayError } from '../errors.ts'
import { type JobPackage, packageJob } from '../flink/submission/package-job.ts'
import { checkCsv } from '../scenario/csv/csv-check.ts'
import type { CsvSummary } from '../scenario/csv/csv-fixture.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { RunInput } from '../verdict/run-account.ts'

/** A scenario whose files have been read: every row of its input is sound. */
export interface PreparedScenario<Row, Out> {
  readonly scenario: Scenario<Row, Out>
  readonly csv: CsvSummary
  readonly jobPackage: JobPackage
  /** Fixture, job files, scenario, by their paths from the working directory. */
  readonly inputs: readonly RunInput[]
}

/**
 * Reads all that the run is made of, and refuses what is not sound before anything is sent.
 *
 * @throws StreamassayError `CSV_INVALID`, `CSV_UNREADABLE`, `JOB_PACKAGE_INVALID`
 */
export async function prepare<Row, Out>(scenario: Scenario<Row, Out>): Promise<PreparedScenario<Row, Out>> {
  const { input, job, definedIn } = scenario
  const csv = await checkCsv(input)
  const jobPackage = await packageJob(job)
  const inputs = [
    { path: fromHere(input.path), sha256: csv.sha256 },
    ...jobPackage.files.map(({ path, sha256 }) => ({ path: fromHere(join(job.root, path)), sha256 })),
    ...(definedIn === null ? [] : [{ path: fromHere(definedIn), sha256: await sha256Of(definedIn) }]),
  ]
  return { scenario, csv, jobPackage, inputs }
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

/** As a user would type it; a file outside the working directory keeps its whole path. */
export function fromHere(path: string): string {
  const shorter = relative(process.cwd(), path)
  return shorter.startsWith('..') ? path : shorter
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
