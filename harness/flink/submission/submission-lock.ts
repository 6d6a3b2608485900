/** One submission at a time per JobManager, across processes: submissions that run Python share state inside it. */
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { messageOf, StreamassayError } from '../../errors.ts'
import { tryFileLock } from '../../file-lock.ts'
import { privateFolder } from '../../private-folder.ts'
import { waitUntil } from '../../wait-until.ts'

/** The right to submit to one JobManager; disposing of it gives it back. */
export interface SubmissionLock extends AsyncDisposable {
  /** Aborted, with a `JOB_SUBMISSION_BUSY`, when the right is lost, as when this process was stopped for too long. */
  readonly lost: AbortSignal
}

export interface LockWait {
  /** The longest to wait for others' submissions. */
  readonly timeoutMs: number
  /** Ends the wait from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

// A holder refreshes its lock every second; one that has not for this long was killed.
const [refreshMs, staleMs] = [1000, 6000]

/**
 * Takes the lock of the JobManager behind a REST address, waiting for others to be done.
 *
 * @throws StreamassayError `JOB_SUBMISSION_BUSY` when it is still held after `timeoutMs`, with who holds it; also when the
 * lock file cannot be used; `TEMP_FOLDER_UNSAFE`
 */
export async function lockSubmission(flinkUrl: string, wait: LockWait): Promise<SubmissionLock> {
  const path = await lockPath(flinkUrl).catch((error: unknown) => {
    if (error instanceof StreamassayError) throw error
    throw unusable(flinkUrl, tmpdir(), error)
  })
  const remedy = `Wait for the other submission, or end its process; if there is none, remove ${path} and ${path}.lock.`
  const lost = new AbortController()
  const onLost = (error: Error): void => lost.abort(busy(`the turn to submit to ${flinkUrl} was lost`, remedy, error))
  try {
    const held = await waitUntil(
      async (signal) => {
        const taken = await takeLock(path, onLost)
        // Nobody listens any more: keeping it would lock everybody out.
        if (signal.aborted) await taken?.[Symbol.asyncDispose]()
        return taken ? { found: taken } : { seen: await holder(path) }
      },
      { ...wait, what: `the turn to submit to ${flinkUrl}`, remedy },
    )
    return { lost: lost.signal, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() }
  } catch (error) {
    if (wait.signal?.aborted) throw error
    if (error instanceof StreamassayError) throw busy(error.message, remedy, error)
    throw unusable(flinkUrl, path, error)
  }
}

/** The file that stands for a JobManager; whoever holds its lock has written into it who that is. */
export async function lockPath(flinkUrl: string): Promise<string> {
  const address = new URL(flinkUrl).host.replace(/^localhost(?=:|$)/, '127.0.0.1')
  return join(await privateFolder(), `submission-${createHash('sha256').update(address).digest('hex').slice(0, 16)}`)
}

/** The lock, to be given back; null when somebody else has it. */
async function takeLock(path: string, onLost: (error: Error) => void): Promise<AsyncDisposable | null> {
  let lost = false
  const noteLoss = (error: Error): void => {
    lost = true
    onLost(error)
  }
  const release = await tryFileLock(path, { staleMs, refreshMs, onLost: noteLoss })
  if (release === null) return null
  const giveBack = async (): Promise<void> => {
    // After a loss, file and lock are another's.
    if (lost) return
    await rm(path, { force: true })
    await release()
  }
  try {
    await rm(path, { force: true })
    // Only a new file: a link of that name is not followed.
    await writeFile(path, `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}`, { flag: 'wx' })
  } catch (error) {
    await giveBack()
    throw error
  }
  return { [Symbol.asyncDispose]: giveBack }
}

const holder = (path: string): Promise<string> =>
  readFile(path, 'utf8').then(
    (text) => `held by ${text}`,
    () => 'held by somebody who left no name',
  )

const busy = (message: string, remedy: string, cause: unknown): StreamassayError =>
  new StreamassayError('JOB_SUBMISSION_BUSY', message, { remedy, cause })

const unusable = (flinkUrl: string, path: string, error: unknown): StreamassayError =>
  busy(
    `the file by which submissions to ${flinkUrl} take turns cannot be used: ${messageOf(error)}`,
    `See that ${path} can be written and that its disk is not full; TMPDIR names another folder.`,
    error,
  )
