/** The columns of a CSV file that no scenario describes: those of its header line, text unless another kind is asked for. */
import { listed } from '../../text.ts'
import { createHash } from 'node:crypto'

import { z } from 'zod'

import { StreamassayError } from '../../errors.ts'
import { column } from '../../scenario/columns.ts'
import { type CsvFixture, csvFixture } from '../../scenario/csv/csv-fixture.ts'
import { readCsvRecords } from '../../scenario/csv/csv-records.ts'

/** A row by the names of its columns. */
export type NamedRow = Readonly<Record<string, unknown>>

const { orNull: _, ...kinds } = column
type Kind = keyof typeof kinds
const isKind = (word: string): word is Kind => Object.hasOwn(kinds, word)

/**
 * Reads `precipitation=double,days=int` as the kind of each column that it names.
 *
 * @throws StreamassayError `OPTION_INVALID`, with the valid types
 */
export function readTypes(words: string | undefined): ReadonlyMap<string, Kind> {
  const pairs = (words ?? '').split(',').filter((pair) => pair !== '')
  return new Map(
    pairs.map((pair) => {
      const [, name, kind] = /^(.+)=(\w+)$/.exec(pair) ?? []
      if (name !== undefined && kind !== undefined && isKind(kind)) return [name, kind]
      throw new StreamassayError('OPTION_INVALID', `--types: ${JSON.stringify(pair)} is not column=type`, {
        remedy: `Write column=type, separated by commas; types are ${Object.keys(kinds).join(', ')}.`,
      })
    }),
  )
}

/**
 * A fixture of all columns of a file. Nothing but its first line is read.
 *
 * @throws StreamassayError `OPTION_INVALID` for a kind of a column that is not there; `CSV_UNREADABLE`
 */
export async function wholeFile(path: string, types: ReadonlyMap<string, Kind>): Promise<CsvFixture<NamedRow>> {
  const names = await headerOf(path)
  const strangers = [...types.keys()].filter((name) => !names.includes(name))
  if (strangers.length > 0) {
    throw new StreamassayError('OPTION_INVALID', `--types: ${path} has no column ${listed(strangers)}`, {
      remedy: `Its columns are ${listed(names)}.`,
    })
  }
  const columns = Object.fromEntries(names.map((name) => [name, kinds[types.get(name) ?? 'text']()]))
  return csvFixture(path, z.object(columns))
}

/** Returns the cells of the first line. Its problems are reported by the check of the file, which follows. */
async function headerOf(path: string): Promise<readonly string[]> {
  for await (const { records, problems } of readCsvRecords(path, createHash('sha256'))) {
    const [first] = records
    if (first !== undefined) return first.cells
    if (problems.length > 0) break
  }
  return ['']
}
