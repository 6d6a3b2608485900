/** Where evidence lies: `.streamassay/runs/<runId>/`, ignored by git, with `.streamassay/latest` pointing at the newest. */
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { environment } from '../environment.ts'
import { messageOf, StreamassayError } from '../errors.ts'
import { pruneRuns } from './prune-runs.ts'

/** The folder that holds everything streamassay leaves, in the folder it was started from. */
const rootName = '.streamassay'

/** The folder of all runs, relative to the folder that holds `.streamassay`. */
export const runsPath = join(rootName, 'runs')

/** The folder of what is remembered of jobs' sinks, relative to the folder that holds `.streamassay`. */
export const sinksPath = join(rootName, 'sinks')

/** The evidence folder of a run, relative to the folder that holds `.streamassay`. */
export const evidencePath = (runId: string): string => join(runsPath, runId)

/** Makes the folder of a run below `base`, and keeps git from seeing it. Returns its path. */
export async function makeEvidenceFolder(base: string, runId: string): Promise<string> {
  const folder = join(base, evidencePath(runId))
  await mkdir(folder, { recursive: true })
  await writeFile(join(base, rootName, '.gitignore'), '*\n')
  return folder
}

/**
 * Points `latest` at a run. The link is made under another name and renamed into place, so that at any moment it points
 * at a run, and of two processes the later one wins.
 */
async function pointLatestAt(base: string, runId: string): Promise<void> {
  const link = join(base, rootName, 'latest')
  const unfinished = join(base, rootName, `.latest-${randomBytes(4).toString('hex')}`)
  await symlink(join('runs', runId), unfinished)
  try {
    await rename(unfinished, link)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Runs whose evidence stays where nobody says otherwise. */
const keptRuns = 200
const keptMebibytes = 2048

/**
 * What is done when the evidence of a run is whole: `latest` points at it, and that of old runs goes. What cannot be removed
 * now is tried again after the next run.
 */
export async function closeEvidence(base: string, runId: string): Promise<void> {
  await pointLatestAt(base, runId)
  const keepBytes = (environment.keptMebibytes() ?? keptMebibytes) * 2 ** 20
  const limits = { keep: environment.keptRuns() ?? keptRuns, keepBytes, closed: runId }
  await pruneRuns(join(base, runsPath), limits).catch(() => [])
}

/** Turns whatever went wrong with the folder of a run into the error that says so. */
export const unwritable =
  (runId: string, base: string) =>
  (error: unknown): never => {
    throw new StreamassayError('EVIDENCE_UNWRITABLE', `cannot write the evidence of ${runId}: ${messageOf(error)}`, {
      remedy: `Make ${join(base, rootName)} writable, and free disk space if its disk is full.`,
      cause: error,
    })
  }
