/** One set-up at a time on a machine: a second process waits, says for whom, and then finds everything there. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { messageOf, StreamassayError } from '../errors.ts'
import { type Release, tryFileLock } from '../file-lock.ts'
import { privateFolder } from '../private-folder.ts'
import { waitUntil } from '../wait-until.ts'
import type { Progress } from './progress.ts'

const waitTimeoutMs = 30 * 60_000

export interface LockOptions {
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
  /** The folder of the lock, for this user alone (default: `privateFolder()`). */
  readonly folder?: string
}

/**
 * Takes the lock, and gives it back when disposed of. A holder that was killed loses it after 10 s.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` when another process holds it for 30 minutes, `TEMP_FOLDER_UNSAFE`, `SETUP_FAILED`
 *   when the file that names the holder cannot be used
 */
export async function takeSetupLock({ progress, signal, folder }: LockOptions): Promise<AsyncDisposable> {
  const file = join(folder ?? (await privateFolder().catch(unusable('a folder for this user alone'))), 'set-up')
  const orUnusable = unusable(file)
  const onLost = (): void => progress('the lock was lost, another set-up may run at the same time')
  const release = await waitUntil<Release>(
    async () => {
      const found = await tryFileLock(file, { onLost }).catch(orUnusable)
      if (found !== null) return { found }
      const seen = await readFile(file, 'utf8').catch(() => 'another process')
      progress(`waiting for another set-up to finish: ${seen}`)
      return { seen }
    },
    {
      what: 'another set-up on this machine to finish',
      timeoutMs: waitTimeoutMs,
      intervalMs: 250,
      remedy: `Wait for that process or end it; delete ${file}.lock if it does not exist.`,
      ...(signal ? { signal } : {}),
    },
  )
  // Only a new file: a link of that name is removed, not followed.
  const writeName = async (): Promise<void> => {
    await rm(file, { force: true })
    await writeFile(file, `process ${process.pid} in ${process.cwd()}`, { flag: 'wx' })
  }
  await writeName().catch(async (error: unknown) => {
    await release()
    return orUnusable(error)
  })
  return { [Symbol.asyncDispose]: release }
}

const unusable =
  (file: string) =>
  (error: unknown): never => {
    if (error instanceof StreamassayError) throw error
    throw new StreamassayError('SETUP_FAILED', `cannot use the lock file of set-up, ${file}: ${messageOf(error)}`, {
      remedy: 'Make the folder for temporary files (TMPDIR) writable, and free disk space if its disk is full.',
      cause: error,
    })
  }
