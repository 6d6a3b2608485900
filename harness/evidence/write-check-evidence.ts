/** The folder that a check leaves: its account, and all that is known of the last run of its counterexample. */
import { join } from 'node:path'

import type { ExpectedRow } from '../scenario/reference/reading.ts'
import type { CheckAccount } from '../verdict/check-account.ts'
import type { ObservedRow } from '../verdict/comparison.ts'
import { renderCheck } from '../verdict/report/report.ts'
import { checkJson } from './check-json.ts'
import { type TextFiles, writeAccount, writeLogs, writeValue } from './evidence-file.ts'
import { closeEvidence, makeEvidenceFolder, unwritable } from './evidence-folder.ts'
import { junitXml } from './junit.ts'
import { expectedJson, findingJson, ndjson, observedJson } from './ndjson.ts'
import { maskedValues } from './secrets/masked-values.ts'

/** What a check knows beside its account. */
export interface CheckEvidence {
  /** The last run of the counterexample, alone; null where there is none. */
  readonly lone: {
    readonly expected: readonly ExpectedRow<unknown>[]
    readonly observed: readonly ObservedRow[]
  } | null
  /** What came out when it failed among other cases; null where that is not known. */
  readonly seenBefore: readonly ObservedRow[] | null
  /** Rows that came out after all that was expected had come. */
  readonly strays: readonly ObservedRow[]
  readonly logs: TextFiles
}

/**
 * Writes the evidence of a check below `base` (the current folder when not given), and points `latest` at it.
 *
 * @throws StreamassayError `EVIDENCE_UNWRITABLE`
 */
export async function writeCheckEvidence(
  unmasked: CheckAccount,
  { lone, seenBefore, strays, logs }: CheckEvidence,
  base = process.cwd(),
): Promise<void> {
  const check = maskedValues(unmasked)
  const { checkId, counterexample } = check
  const report = renderCheck(check)
  const files: Record<string, string> = {
    'report.txt': report,
    'junit.xml': junitXml({ ...check, report }),
    'check.json': `${checkJson(check)}\n`,
  }
  if (counterexample !== null) files['counterexample.ndjson'] = lines(counterexample.rows, (row) => row)
  if (lone !== null) {
    files['expected.ndjson'] = lines(lone.expected, expectedJson)
    files['observed.ndjson'] = lines(lone.observed, observedJson)
    files['diff.ndjson'] = lines(counterexample?.comparison?.findings ?? [], findingJson)
  }
  if (seenBefore !== null) files['observed-before.ndjson'] = lines(seenBefore, observedJson)
  if (strays.length > 0) files['strays.ndjson'] = lines(strays, observedJson)
  const write = async (): Promise<void> => {
    const folder = await makeEvidenceFolder(base, checkId)
    await writeLogs(folder, logs)
    if (check.rawExceptions !== undefined) await writeValue(join(folder, 'exceptions.json'), check.rawExceptions)
    for (const [name, text] of Object.entries(files)) await writeAccount(join(folder, name), [text])
    await closeEvidence(base, checkId)
  }
  await write().catch(unwritable(checkId, base))
}

const lines = <Row>(rows: readonly Row[], toJson: (row: Row) => unknown): string => [...ndjson(rows, toJson)].join('')
