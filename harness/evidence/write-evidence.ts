/** Writes what a run leaves behind, rows as they come. `run.json` comes last: where it is, the folder is complete. */
import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

import type { ExpectedRow } from '../scenario/reference/reading.ts'
import type { ObservedRow } from '../verdict/comparison.ts'
import { renderReport } from '../verdict/report/report.ts'
import type { RunAccount } from '../verdict/run-account.ts'
import { type TextFiles, writeAccount, writeLogs, writeTexts, writeValue } from './evidence-file.ts'
import { closeEvidence, makeEvidenceFolder, unwritable } from './evidence-folder.ts'
import { junitXml } from './junit.ts'
import { LineFile } from './line-file.ts'
import { expectedJson, findingJson, loadJson, ndjson, observedJson } from './ndjson.ts'
import { runJson } from './run-json.ts'
import { maskedValues } from './secrets/masked-values.ts'

/** What is known of a run only when it has ended. */
export interface EvidenceOfEnd {
  readonly run: RunAccount
  /** Logs by name: `kafka`, `jobmanager`, `taskmanager`. */
  readonly logs: TextFiles
  /** What Flink answered when asked for the job's exceptions; undefined when there was nothing to ask for. */
  readonly exceptions?: unknown
  /** More of what was found when a run did not pass, as text by folder and name: `threads`, `job`, `containers`. */
  readonly more?: Readonly<Record<string, TextFiles>>
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
  const writeEnd = async ({ run: unmasked, logs, exceptions, more = {} }: EvidenceOfEnd): Promise<string> => {
    hasEnd = true
    await expected.end()
    await observed.end()
    const run = maskedValues(unmasked)
    const report = renderReport(run)
    await writeAccount(join(folder, 'report.txt'), [report])
    await writeAccount(join(folder, 'diff.ndjson'), ndjson(run.comparison?.findings ?? [], findingJson))
    if (run.loadSamples.length > 0) {
      await writeAccount(join(folder, 'metrics.ndjson'), ndjson(run.loadSamples, loadJson))
    }
    await writeLogs(folder, logs)
    if (exceptions !== undefined) await writeValue(join(folder, 'exceptions.json'), exceptions)
    for (const [name, texts] of Object.entries(more)) await writeTexts(join(folder, basename(name)), texts)
    await writeAccount(join(folder, 'junit.xml'), [junitXml({ ...run, report, elapsedMs: run.timingsMs.total })])
    await writeRunJson(folder, run)
    await closeEvidence(base, runId)
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

/** Written aside and renamed, so that nobody reads half of it. */
async function writeRunJson(folder: string, run: RunAccount): Promise<void> {
  const unfinished = join(folder, '.run.json')
  await writeAccount(unfinished, [`${JSON.stringify(runJson(run), null, 2)}\n`])
  await rename(unfinished, join(folder, 'run.json'))
}
