/** Removes the evidence of old runs: the newest stay, within a number and a size, and the latest failure whatever its age. */
import { readdirSync, statSync } from 'node:fs'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface PruneLimits {
  /** Runs that stay. */
  readonly keep: number
  /** The most that they take on the disk together, in bytes (default: no limit). */
  readonly keepBytes?: number
  /** The run whose evidence was just closed, which stays. */
  readonly closed: string
  /** A folder without an account younger than this may be that of a run that goes on, in milliseconds. */
  readonly unfinishedMs?: number
}

/** What else somebody has put there is his own. */
const isRun = /^\d{8}T\d{6}-.+-[0-9a-f]{4}$/
const dayMs = 24 * 60 * 60_000

/**
 * Removes what is beyond a limit in the folder of all runs, whose names begin with their time.
 *
 * @returns the names of what was removed
 */
export async function pruneRuns(
  folder: string,
  { keep, keepBytes = Infinity, closed, unfinishedMs = dayMs }: PruneLimits,
): Promise<string[]> {
  const newestFirst = (await readdir(folder))
    .filter((name) => isRun.test(name))
    .toSorted()
    .toReversed()
  const removed: string[] = []
  // Whether a newer run than the one looked at has failed; newer ones are looked at when that first matters.
  let hasFailed: boolean | null = null
  let bytes = 0
  for (const [at, name] of newestFirst.entries()) {
    const path = join(folder, name)
    const sizeBytes = keepBytes === Infinity ? 0 : sizeOf(path)
    bytes += sizeBytes
    if ((at < keep && bytes <= keepBytes) || name === closed) continue
    const verdict = await verdictOf(path)
    if (verdict === null && (await isYoung(path, unfinishedMs))) continue
    if (verdict !== null && verdict !== 'pass') {
      const isLatest = !(hasFailed ?? (await hasFailure(folder, newestFirst.slice(0, at))))
      hasFailed = true
      if (isLatest) continue
    }
    await rm(path, { recursive: true, force: true })
    bytes -= sizeBytes
    removed.push(name)
  }
  return removed
}

/** The bytes in a folder; 0 where it is gone. Without waiting for each file, as a run waits for all of them. */
function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((bytes, { parentPath, name }) => bytes + statSync(join(parentPath, name)).size, 0)
  } catch {
    return 0
  }
}

async function hasFailure(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const verdict = await verdictOf(join(folder, name))
    if (verdict !== null && verdict !== 'pass') return true
  }
  return false
}

/** The verdict in a folder's account; null where there is none. */
async function verdictOf(folder: string): Promise<string | null> {
  for (const name of accounts) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '')
    const verdict = /"verdict":\s*"(\w+)"/.exec(text)?.[1]
    if (verdict !== undefined) return verdict
  }
  return null
}

const accounts = ['run.json', 'check.json']

async function isYoung(folder: string, youngMs: number): Promise<boolean> {
  const age = await stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Infinity,
  )
  return age < youngMs
}
