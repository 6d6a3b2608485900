/** One set-up at a time on a machine: a second process waits, says for whom, and then finds everything there. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

import { lock } from 'proper-lockfile'

import { messageOf, StreamassayError } from '../errors.ts'
import { waitUntil } from '../wait-until.ts'
import type { Progress } from './progress.ts'

const waitTimeoutMs = 30 * 60_000

export interface LockOptions {
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
  /** The file that names the holder; one for each user of the machine when not given. */
  readonly path?: string
}

/**
 * Takes the lock, and gives it back when disposed of. A holder that was killed loses it after 10 s.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` when another process holds it for 30 minutes, `SETUP_FAILED` when the file cannot
 *   be used
 */
export async function takeSetupLock({ progress, signal, path }: LockOptions): Promise<AsyncDisposable> {
  const file = path ?? join(tmpdir(), `streamassay-${userInfo().username}`, 'set-up')
  const orUnusable = (error: unknown): never => {
    throw new StreamassayError('SETUP_FAILED', `cannot use ${file}, by which set-ups take turns: ${messageOf(error)}`, {
      remedy: 'See that the folder for temporary files (TMPDIR) can be written to and that its disk is not full.',
      cause: error,
    })
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(orUnusable)
  const release = await waitUntil<() => Promise<void>>(
    async () => {
      try {
        return {
          found: await lock(file, { realpath: false, onCompromised: () => progress('another set-up may run at once') }),
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') return orUnusable(error)
        const seen = await readFile(file, 'utf8').catch(() => 'another process')
        progress(`waiting for another set-up: ${seen}`)
        return { seen }
      }
    },
    {
      what: 'another set-up on this machine to end',
      timeoutMs: waitTimeoutMs,
      intervalMs: 250,
      remedy: `End that process, or delete ${file}.lock if there is none.`,
      ...(signal ? { signal } : {}),
    },
  )
  await writeFile(file, `process ${process.pid} in ${process.cwd()}`).catch(async (error: unknown) => {
    await release()
    return orUnusable(error)
  })
  return { [Symbol.asyncDispose]: release }
}
