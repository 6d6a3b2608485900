/** One set-up at a time on a machine: a second process waits, says for whom, and then finds everything there. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

import { lock } from 'proper-lockfile'

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
 * @throws StreamassayError `WAIT_TIMED_OUT` when another process holds it for 30 minutes
 */
export async function takeSetupLock({ progress, signal, path }: LockOptions): Promise<AsyncDisposable> {
  const file = path ?? (await defaultPath())
  const release = await waitUntil<() => Promise<void>>(
    async () => {
      try {
        return {
          found: await lock(file, { realpath: false, onCompromised: () => progress('another set-up may run at once') }),
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error
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
  await writeFile(file, `process ${process.pid} in ${process.cwd()}`)
  return { [Symbol.asyncDispose]: release }
}

async function defaultPath(): Promise<string> {
  const folder = join(tmpdir(), `streamassay-${userInfo().username}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return join(folder, 'set-up')
}
