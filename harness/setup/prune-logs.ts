/** Removes old logs of set-up: the newest stay, within a number and a size. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What may stay in the folder. */
export interface LogLimits {
  readonly keep: number
  readonly keepBytes: number
}

/** `<step>-<time>.log`; what else somebody has put there is his own. */
const isLog = /^.+-(\d{4}-\d\d-\d\dT[\d.-]+Z)\.log$/

/**
 * Removes the oldest logs beyond a limit.
 *
 * @returns their names
 */
export async function pruneLogs(folder: string, { keep, keepBytes }: LogLimits): Promise<string[]> {
  const newestFirst = (await readdir(folder))
    .map((name) => ({ name, time: isLog.exec(name)?.[1] ?? '' }))
    .filter(({ time }) => time !== '')
    .toSorted((left, right) => (left.time < right.time ? 1 : -1))
  const removed: string[] = []
  let bytes = 0
  for (const [at, { name }] of newestFirst.entries()) {
    const sizeBytes = await stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    )
    if (at < keep && bytes + sizeBytes <= keepBytes) {
      bytes += sizeBytes
      continue
    }
    await rm(join(folder, name), { force: true })
    removed.push(name)
  }
  return removed
}
