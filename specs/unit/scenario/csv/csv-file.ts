/** A CSV file for one spec, gone when the spec is over. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface CsvFile extends AsyncDisposable {
  readonly path: string
}

/** Writes the text or the bytes to a file in a folder of its own. */
export async function csvFile(content: string | Uint8Array): Promise<CsvFile> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-csv-'))
  const path = join(folder.path, 'rows.csv')
  await writeFile(path, content)
  return { path, [Symbol.asyncDispose]: () => folder.remove() }
}

/** What a promise is rejected with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error: unknown) => error,
  )
