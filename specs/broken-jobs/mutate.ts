/** Writes a broken job to a folder of its own, to be run as any job is, and removes the folder afterwards. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Mutant } from './mutants.ts'

const rightJobs = fileURLToPath(new URL('../../pyflink-jobs', import.meta.url))

/** A broken job on disk, until it is disposed of. */
export interface BrokenJob extends AsyncDisposable {
  /** Absolute; what `pyflinkJob` takes as `root`. */
  readonly root: string
  /** The module to run, dotted. */
  readonly module: string
  /** The line on which the edit begins, from 1, to compare a traceback with. */
  readonly line: number
}

// Byte code of the right job must not travel with the broken one.
const isSource = (path: string): boolean => !path.endsWith('__pycache__')

/** Copies the mutant's package, and what the jobs share, to a new folder and makes its edit there. @throws Error when the text to replace is not there once */
export async function breakJob(mutant: Mutant): Promise<BrokenJob> {
  const source = join(rightJobs, mutant.job, mutant.file)
  const { text, line } = edited(await readFile(source, 'utf8'), mutant)
  const root = await mkdtemp(join(tmpdir(), 'streamassay-broken-job-'))
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true })
  try {
    for (const name of [mutant.job, 'wiring']) {
      await cp(join(rightJobs, name), join(root, name), { recursive: true, filter: isSource })
    }
    await writeFile(join(root, mutant.job, mutant.file), text)
  } catch (error) {
    await remove()
    throw error
  }
  return { root, module: `${mutant.job}.job`, line, [Symbol.asyncDispose]: remove }
}

/** The source after the edit, and the line of it. @throws Error when the text to replace is not there once */
export function edited(
  source: string,
  { replace, by }: Pick<Mutant, 'replace' | 'by'>,
): { text: string; line: number } {
  const parts = source.split(replace)
  const [before, after] = parts
  if (before === undefined || after === undefined || parts.length !== 2) {
    throw new Error(`this text occurs ${parts.length - 1} times and should occur once: ${replace}`)
  }
  return { text: before + by + after, line: before.split('\n').length }
}
