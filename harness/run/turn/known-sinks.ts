/** Remembers which jobs write in transactions, across processes: a small file for each job, below `.streamassay/`. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { sinksPath } from '../../evidence/evidence-folder.ts'

/** `transactional`: a sink of the job writes in transactions · `plain`: none does. */
export type SinkKind = 'transactional' | 'plain'

const kinds: readonly string[] = ['transactional', 'plain'] satisfies readonly SinkKind[]
const isKind = (text: string): text is SinkKind => kinds.includes(text)

/** The oldest files are removed where there are more. */
const mostFiles = 500

/** @param key letters and digits that stand for the job; returns null for a job that is not known */
export async function knownSink(key: string, folder = sinksPath): Promise<SinkKind | null> {
  const text = await readFile(join(folder, key), 'utf8').catch(() => '')
  return isKind(text) ? text : null
}

/** Remembers the kind of a job. A folder that cannot be written to costs a wait, and no verdict: the job stays unknown. */
export async function rememberSink(key: string, kind: SinkKind, folder = sinksPath): Promise<void> {
  try {
    if ((await knownSink(key, folder)) === kind) return
    await mkdir(folder, { recursive: true })
    const path = join(folder, key)
    await rm(path, { force: true })
    // Only a new file: one that another process has made meanwhile says the same, and a link is not followed.
    await writeFile(path, kind, { flag: 'wx' })
    await removeOldest(folder)
  } catch {
    // See above.
  }
}

async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.length <= mostFiles) return
  const files = await Promise.all(
    names.map(async (name) => ({ name, madeMs: (await stat(join(folder, name))).mtimeMs })),
  )
  const oldest = files.toSorted((one, other) => one.madeMs - other.madeMs).slice(0, names.length - mostFiles)
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })))
}
