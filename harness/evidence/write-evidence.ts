/** Writes what a run leaves behind. `run.json` comes last: where it is, the folder is complete. */
import { createWriteStream } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { messageOf, StreamassayError } from '../errors.ts'
import type { ExpectedRow } from '../scenario/pipeline.ts'
import type { ObservedRow } from '../verdict/comparison.ts'
import { renderReport } from '../verdict/report/report.ts'
import type { RunAccount } from '../verdict/run-account.ts'
import { valueText } from '../verdict/report/value-text.ts'
import { makeEvidenceFolder, pointLatestAt } from './evidence-folder.ts'
import { expectedJson, findingJson, ndjson, observedJson } from './ndjson.ts'
import { runJson } from './run-json.ts'

export interface Evidence {
  readonly run: RunAccount
  /** What was expected and observed; none for a run that ended before. */
  readonly expected: Iterable<ExpectedRow<unknown>>
  readonly observed: Iterable<ObservedRow>
  /** Logs by name (`kafka`, `jobmanager`, `taskmanager`): the text, or its pieces as they come. */
  readonly logs: Readonly<Record<string, string | AsyncIterable<string | Uint8Array>>>
  /** What Flink answered when asked for the job's exceptions; undefined when there was nothing to ask for. */
  readonly exceptions?: unknown
}

/**
 * Writes the evidence folder of a run below `base` (the current folder when not given) and points `latest` at it.
 * Returns the folder's path.
 *
 * @throws StreamassayError `EVIDENCE_UNWRITABLE`
 */
export async function writeEvidence(evidence: Evidence, base = process.cwd()): Promise<string> {
  const { run, expected, observed, logs, exceptions } = evidence
  try {
    const folder = await makeEvidenceFolder(base, run.runId)
    await writeText(join(folder, 'report.txt'), [renderReport(run)])
    await writeText(join(folder, 'expected.ndjson'), ndjson(expected, expectedJson))
    await writeText(join(folder, 'observed.ndjson'), ndjson(observed, observedJson))
    await writeText(join(folder, 'diff.ndjson'), ndjson(run.comparison?.findings ?? [], findingJson))
    await writeLogs(folder, logs)
    if (exceptions !== undefined) await writeText(join(folder, 'exceptions.json'), [`${valueText(exceptions)}\n`])
    await writeRunJson(folder, run)
    await pointLatestAt(base, run.runId)
    return folder
  } catch (error) {
    throw new StreamassayError(
      'EVIDENCE_UNWRITABLE',
      `cannot write the evidence of ${run.runId}: ${messageOf(error)}`,
      {
        remedy: `see that ${join(base, '.streamassay')} can be written to and that its disk is not full`,
        cause: error,
      },
    )
  }
}

async function writeLogs(folder: string, logs: Evidence['logs']): Promise<void> {
  await mkdir(join(folder, 'logs'), { recursive: true })
  for (const [name, log] of Object.entries(logs)) {
    await writeText(join(folder, 'logs', `${basename(name)}.log`), typeof log === 'string' ? [log] : toItsEnd(log))
  }
}

/** A log that breaks off says so in the file: a container that is gone must not cost the rest of the evidence. */
async function* toItsEnd(log: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  try {
    yield* log
  } catch (error) {
    yield `\n(this log could not be read further: ${messageOf(error)})\n`
  }
}

/** Written aside and renamed, so that nobody reads half of it. */
async function writeRunJson(folder: string, run: RunAccount): Promise<void> {
  const unfinished = join(folder, '.run.json')
  await writeFile(unfinished, `${JSON.stringify(runJson(run), null, 2)}\n`)
  await rename(unfinished, join(folder, 'run.json'))
}

const writeText = (path: string, pieces: Iterable<string> | AsyncIterable<string | Uint8Array>): Promise<void> =>
  pipeline(Readable.from(pieces), createWriteStream(path))
