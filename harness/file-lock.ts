/** A lock across processes; a stale one is removed only while it is still the one that was judged. */
import * as fs from 'node:fs'

import { lock } from 'proper-lockfile'

export interface FileLockOptions {
  /** A lock that was not refreshed for this long belongs to a process that was killed (default: 10 s). */
  readonly staleMs?: number
  /** How often a holder refreshes its lock (default: half of `staleMs`). */
  readonly refreshMs?: number
  /** Called if the lock was taken over, for example while this process was stopped. */
  readonly onLost: (error: Error) => void
}

/** Gives the lock back; what another process holds by now stays. */
export type Release = () => Promise<void>

/**
 * Takes the lock of `path`, a folder `<path>.lock`; the file itself need not exist.
 *
 * @returns null if another process holds it
 * @throws Error if the folder cannot be created or removed
 */
export async function tryFileLock(
  path: string,
  { staleMs = 10_000, refreshMs = staleMs / 2, onLost }: FileLockOptions,
): Promise<Release | null> {
  let isLost = false
  const onCompromised = (error: Error): void => {
    isLost = true
    onLost(error)
  }
  const options = { realpath: false, stale: staleMs, update: refreshMs, onCompromised }
  try {
    const release = await lock(path, { ...options, fs: new LockFiles(staleMs) })
    return async () => {
      if (!isLost) await release()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') return null
    throw error
  }
}

type Ended = (error: NodeJS.ErrnoException | null) => void

/** The calls that proper-lockfile makes, for one lock; all but the removal are those of Node. */
class LockFiles {
  readonly mkdir = fs.mkdir
  readonly stat = fs.stat
  readonly #staleMs: number
  /** When the lock was last refreshed by us; null until it is ours. */
  #refreshedMs: number | null = null

  constructor(staleMs: number) {
    this.#staleMs = staleMs
  }

  readonly utimes = (path: string, atime: Date, mtime: Date, ended: Ended): void => {
    this.#refreshedMs = mtime.getTime()
    fs.utimes(path, atime, mtime, ended)
  }

  readonly rmdirSync = (path: string): void => {
    if (fs.statSync(path).mtime.getTime() === this.#refreshedMs) fs.rmdirSync(path)
  }

  readonly rmdir = (path: string, ended: Ended): void => {
    const removal = this.#refreshedMs === null ? removeStale(path, this.#staleMs) : removeOwn(path, this.#refreshedMs)
    removal.then(() => ended(null), ended)
  }
}

async function removeOwn(path: string, refreshedMs: number): Promise<void> {
  const found = await statOrNull(path)
  if (found?.mtime.getTime() === refreshedMs) await fs.promises.rmdir(path)
}

/**
 * Removes a stale lock. Several processes may have judged the same one: only the holder of a second folder, named after it,
 * looks again and removes it, so that the lock of a process that was faster stays.
 *
 * @throws Error `ELOCKED` if it is not stale any more
 */
async function removeStale(path: string, staleMs: number): Promise<void> {
  const judged = await statOrNull(path)
  if (judged === null) return
  if (judged.mtimeMs >= Date.now() - staleMs) throw locked()
  const claim = `${path}-${judged.ino}-${Math.round(judged.mtimeMs)}`
  try {
    await fs.promises.mkdir(claim)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Its process may have been killed as well.
    await removeStale(claim, staleMs)
    throw locked()
  }
  try {
    const found = await statOrNull(path)
    if (found === null) return
    if (found.ino !== judged.ino || found.mtimeMs !== judged.mtimeMs) throw locked()
    await fs.promises.rmdir(path)
  } finally {
    await fs.promises.rmdir(claim)
  }
}

const locked = (): Error => Object.assign(new Error('another process holds the lock'), { code: 'ELOCKED' })

async function statOrNull(path: string): Promise<fs.Stats | null> {
  try {
    return await fs.promises.stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
