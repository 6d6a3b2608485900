/** Counterexamples that are kept: a file for each, to be committed, and judged first in every later check. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { messageOf, StreamassayError } from '../../errors.ts'
import { rowFormat } from '../../record/row-format.ts'
import { withDecimalsIn } from '../../record/numbers.ts'
import { decodeJson } from '../../record/value.ts'
import { columnKinds, columnSchemas } from '../../scenario/column-kinds.ts'
import { checkCsv } from '../../scenario/csv/csv-check.ts'
import type { Columns } from '../../scenario/csv/csv-fixture.ts'
import { canonicalText } from '../../verdict/compare/equality.ts'
import type { Versions } from '../../verdict/run-account.ts'
import { valueText } from '../../verdict/report/value-text.ts'
import type { Case, CasePlace } from '../cases/case.ts'

/** A counterexample on disk. */
export interface Regression<Row> {
  readonly path: string
  readonly rows: Case<Row>
}

/** What a file keeps of a counterexample. */
export interface KeptCase<Row> {
  readonly scenario: string
  readonly reason: string
  /** Where fast-check found it; null for one that it has not made. */
  readonly place: CasePlace | null
  readonly versions: Versions
  readonly rows: Case<Row>
  readonly expected: readonly unknown[]
  readonly seen: readonly unknown[]
}

/**
 * The counterexamples of a folder, in the order of their names; none where there is no folder.
 *
 * @throws StreamassayError `REGRESSION_UNREADABLE` for a file that does not hold rows of these columns
 */
export async function loadRegressions<Row>(folder: string | null, columns: Columns<Row>): Promise<Regression<Row>[]> {
  if (folder === null) return []
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const paths = names.filter((name) => name.endsWith('.ndjson')).map((name) => join(folder, name))
  return Promise.all(paths.toSorted().map(async (path) => ({ path, rows: await readRows(path, columns) })))
}

async function readRows<Row>(path: string, columns: Columns<Row>): Promise<Case<Row>> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  const decimals = [...columnKinds(columns)].filter(([, { type }]) => type === 'decimal').map(([name]) => name)
  const numbers = withDecimalsIn(new Set(decimals))
  return lines.flatMap((line, at) => {
    if (line === '') return []
    try {
      const kept = decodeJson(Buffer.from(line), numbers) as { readonly row?: Readonly<Record<string, unknown>> }
      return kept.row === undefined ? [] : [rowOf(kept.row, columns)]
    } catch (error) {
      throw new StreamassayError('REGRESSION_UNREADABLE', `${path}:${at + 1}: ${messageOf(error)}`, {
        remedy: 'Remove the file if the columns have changed since it was written, or correct this line.',
        cause: error,
      })
    }
  })
}

/** The row as its columns have it: JSON tells an integer's size, and a column its type. */
function rowOf<Row>(kept: Readonly<Record<string, unknown>>, columns: Columns<Row>): Row {
  const fields = [...columnKinds(columns)].map(([name, { type }]) => {
    const value = kept[name]
    return [name, type === 'long' && typeof value === 'number' ? BigInt(value) : value]
  })
  const row = Object.fromEntries(fields) as Row
  const checked = z.safeEncode(columns, row)
  if (checked.success) return row
  const [issue] = checked.error.issues
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`)
}

/**
 * Writes a counterexample into the folder: JSON in ASCII, a line for what is known of it and one for each row, expected row
 * and seen row; beside it the rows as CSV, where CSV can hold them. One that is there already is written anew.
 *
 * @returns the path of the file
 * @throws StreamassayError `EVIDENCE_UNWRITABLE`
 */
export async function saveRegression<Row>(folder: string, columns: Columns<Row>, kept: KeptCase<Row>): Promise<string> {
  const { scenario, reason, place, versions, rows, expected, seen } = kept
  const unfit = rows.map((row) => z.safeEncode(columns, row)).find(({ success }) => !success)
  if (unfit !== undefined) throw unkept(folder, `its rows do not fit the columns: ${unfit.error?.issues[0]?.message}`)
  const format = rowFormat(columns)
  const rowLines = rows.map((row) => `{"row":${Buffer.from(format.encode(row)).toString()}}`)
  const lines = [
    valueText({ scenario, reason, seed: place?.seed ?? null, path: place?.path ?? null, versions }),
    ...rowLines,
    ...expected.map((row) => valueText({ expected: row })),
    ...seen.map((row) => valueText({ seen: row })),
  ]
  const name = createHash('sha256').update(rowLines.join('\n')).digest('hex').slice(0, 12)
  const path = join(folder, `${name}.ndjson`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, `${lines.map(inAscii).join('\n')}\n`)
    await writeCsv(join(folder, `${name}.csv`), columns, rows)
  } catch (error) {
    throw unkept(folder, messageOf(error), error)
  }
  return path
}

const unkept = (folder: string, why: string, cause?: unknown): StreamassayError =>
  new StreamassayError('EVIDENCE_UNWRITABLE', `cannot keep the counterexample: ${why}`, {
    remedy: `Make ${folder} writable, or set \`regressions\` of the check to another folder or null.`,
    cause,
  })

/** Beyond ASCII there are only texts in JSON, where an escape is the same as the letter. */
const inAscii = (json: string): string =>
  json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Only when what is read back is what was written: CSV has no way to write some texts. */
async function writeCsv<Row>(path: string, columns: Columns<Row>, rows: Case<Row>): Promise<void> {
  const names = [...(columnSchemas(columns) ?? new Map<string, unknown>()).keys()]
  const lines = rows.map((row) => {
    const cells: Readonly<Record<string, string>> = z.encode(columns, row)
    return names.map((name) => quoted(cells[name] ?? '')).join(',')
  })
  await writeFile(path, `${[names.map(quoted).join(','), ...lines].join('\n')}\n`)
  const seen: Row[] = []
  const isSame = await checkCsv({ path, columns }, (some) => seen.push(...some.map(({ row }) => row))).then(
    () => canonicalText(seen) === canonicalText(rows),
    () => false,
  )
  if (!isSame) await rm(path)
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
