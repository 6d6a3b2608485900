/** The one way for texts into the evidence of a run or a check: whatever is written here holds no secrets. */
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { valueText } from '../verdict/report/value-text.ts'
import { masked } from './secrets/masked.ts'
import { maskedValues } from './secrets/masked-values.ts'

/** Text by the name of its file. */
export type TextFiles = Readonly<Record<string, string>>

/** Writes texts into a folder, with the secrets in them masked. */
export async function writeTexts(folder: string, files: TextFiles): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, basename(name)), masked(text))
}

/** Writes the logs of a stack, each as `logs/<name>.log`. */
export const writeLogs = (folder: string, logs: TextFiles): Promise<void> =>
  writeTexts(join(folder, 'logs'), Object.fromEntries(Object.entries(logs).map(([name, log]) => [`${name}.log`, log])))

/** Writes a value as JSON, with the secrets in it masked. */
export const writeValue = (path: string, value: unknown): Promise<void> =>
  writeFile(path, `${valueText(maskedValues(value))}\n`)

/**
 * Writes what an account was made into: its report, its JSON, its rows. Rows are written as they are: they are test fixtures
 * and what the job made of them, and with a masked value two different rows would look equal.
 *
 * @param pieces made from an account that `maskedValues` returned, or from rows
 */
export const writeAccount = (path: string, pieces: Iterable<string>): Promise<void> =>
  pipeline(Readable.from(pieces), createWriteStream(path))
