/** Writes what a run leaves behind, rows as they come. `run.json` comes last: where it is, the folder is complete. */
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
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
import { LineFile } from './line-file.ts'
import { expectedJson, findingJson, ndjson, observedJson } from './ndjson.ts'
import { runJson } from './run-json.ts'

/** What is known of a run only when it has ended. */
export interface EvidenceOfEnd {
  readonly run: RunAccount
  /** Logs by name (`kafka`, `jobmanager`, `taskmanager`): the text, or its pieces as they come. */
  readonly logs: Readonly<Record<string, string | AsyncIterable<string | Uint8Array>>>
  /** What Flink answered when asked for the job's exceptions; undefined when there was nothing to ask for. */
  readonly exceptions?: unknown
  /** Stacks of the cluster's threads by the name of their file. */
  readonly threads?: Readonly<Record<string, string>>
}

/** The evidence folder of a run that goes on. Disposing of it when it was never to be finished removes the folder. */
export interface EvidenceWriter extends AsyncDisposable {
  /** Writes rows as they come; resolves when more may be given. @throws StreamassayError `EVIDENCE_UNWRITABLE` */
  expected(rows: readonly ExpectedRow<unknown>[]): Promise<void>
  observed(rows: readonly ObservedRow[]): Promise<void>
  /**
   * Writes all the rest, `run.json` last, and points `latest` at the folder. Returns its path.
   *
   * @throws StreamassayError `EVIDENCE_UNWRITABLE`
   */
  finish(end: EvidenceOfEnd): Promise<string>
}

/**
 * Makes the evidence folder of a run below `base` (the current folder when not given).
 *
 * @throws StreamassayError `EVIDENCE_UNWRITABLE`
 */
export async function openEvidence(runId: string, base = process.cwd()): Promise<EvidenceWriter> {
  const orUnwritable = unwritable(runId, base)
  const folder = await makeEvidenceFolder(base, runId).catch(orUnwritable)
  await using stack = new AsyncDisposableStack()
  const expected = stack.use(await LineFile.create(join(folder, 'expected.ndjson')).catch(orUnwritable))
  const observed = stack.use(await LineFile.create(join(folder, 'observed.ndjson')).catch(orUnwritable))
  const files = stack.move()
  let hasEnd = false
  const writeEnd = async ({ run, logs, exceptions, threads }: EvidenceOfEnd): Promise<string> => {
    hasEnd = true
    await expected.end()
    await observed.end()
    await writeText(join(folder, 'report.txt'), [renderReport(run)])
    await writeText(join(folder, 'diff.ndjson'), ndjson(run.comparison?.findings ?? [], findingJson))
    await writeLogs(folder, logs)
    if (exceptions !== undefined) await writeText(join(folder, 'exceptions.json'), [`${valueText(exceptions)}\n`])
    if (threads !== undefined) await writeFolder(join(folder, 'threads'), threads)
    await writeRunJson(folder, run)
    await pointLatestAt(base, runId)
    return folder
  }
  return {
    expected: (rows) => expected.write(ndjson(rows, expectedJson)).catch(orUnwritable),
    observed: (rows) => observed.write(ndjson(rows, observedJson)).catch(orUnwritable),
    finish: (end) => writeEnd(end).catch(orUnwritable),
    async [Symbol.asyncDispose]() {
      await files.disposeAsync()
      // A run that was interrupted has judged nothing.
      if (!hasEnd) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Turns whatever went wrong with the folder of a run into the error that says so. */
const unwritable =
  (runId: string, base: string) =>
  (error: unknown): never => {
    throw new StreamassayError('EVIDENCE_UNWRITABLE', `cannot write the evidence of ${runId}: ${messageOf(error)}`, {
      remedy: `see that ${join(base, '.streamassay')} can be written to and that its disk is not full`,
      cause: error,
    })
  }

async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeText(join(folder, basename(name)), [text])
}

async function writeLogs(folder: string, logs: EvidenceOfEnd['logs']): Promise<void> {
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
