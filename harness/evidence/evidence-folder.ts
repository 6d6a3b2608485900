/** Where evidence lies: `.streamassay/runs/<runId>/`, ignored by git, with `.streamassay/latest` pointing at the newest. */
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The folder that holds everything streamassay leaves, in the folder it was started from. */
const rootName = '.streamassay'

/** The evidence folder of a run, relative to the folder that holds `.streamassay`. */
export const evidencePath = (runId: string): string => join(rootName, 'runs', runId)

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
export async function pointLatestAt(base: string, runId: string): Promise<void> {
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
