/** A turn that one process at a time has: a lock next to a file that names its holder. */
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { messageOf, StreamassayError } from '../../errors.ts'
import { tryFileLock } from '../../file-lock.ts'
import { privateFolder } from '../../private-folder.ts'
import { waitUntil } from '../../wait-until.ts'

/** A turn that is held; disposing of it gives it back. */
export interface Turn extends AsyncDisposable {
  /** Aborted, with a `JOB_SUBMISSION_BUSY`, when the turn is lost, as when this process was stopped for too long. */
  readonly lost: AbortSignal
}

export interface TurnWait {
  /** The longest to wait for others. */
  readonly timeoutMs: number
  /** Ends the wait from outside; its reason is thrown. */
  readonly signal?: AbortSignal
  /** Called once, with who holds the turn, if it must be waited for. */
  readonly onWait?: (holder: string) => void
}

/** What the turn is for. */
export interface TurnPurpose {
  /** Turns of one kind at one address exclude each other: `submission` at `127.0.0.1:8081`. */
  readonly kind: 'submission' | 'transactions'
  readonly address: string
  /** Goes after "the turn to": `submit to http://127.0.0.1:8081`. */
  readonly what: string
  /** What is waited for, after "the other": `submission`. */
  readonly other: string
  /** What the holder does, for others to read: `runs orders.job`. */
  readonly holderDoes?: string
}

// A holder refreshes its lock every second; one that has not for this long was killed.
const [refreshMs, staleMs] = [1000, 6000]

/** The file that stands for turns of a kind at an address; whoever holds its lock has written into it who that is. */
export async function turnPath({ kind, address }: Pick<TurnPurpose, 'kind' | 'address'>): Promise<string> {
  const common = address.replaceAll(/(?<=^|,)localhost(?=:|,|$)/g, '127.0.0.1')
  return join(await privateFolder(), `${kind}-${createHash('sha256').update(common).digest('hex').slice(0, 16)}`)
}

/**
 * Takes the turn, waiting for others to give it back.
 *
 * @throws StreamassayError `JOB_SUBMISSION_BUSY` when it is still held after `timeoutMs`, with who holds it; also when the
 * lock file cannot be used; `TEMP_FOLDER_UNSAFE`
 */
export async function takeTurn(purpose: TurnPurpose, { onWait, ...wait }: TurnWait): Promise<Turn> {
  const { what, other } = purpose
  const path = await turnPath(purpose).catch((error: unknown) => {
    if (error instanceof StreamassayError) throw error
    throw unusable(what, tmpdir(), error)
  })
  const remedy = `Wait for the other ${other}, or end its process; if there is none, remove ${path} and ${path}.lock.`
  const lost = new AbortController()
  const onLost = (error: Error): void => lost.abort(busy(`the turn to ${what} was lost`, remedy, error))
  let isWaiting = false
  try {
    const held = await waitUntil(
      async (signal) => {
        const taken = await takeLock(path, purpose, onLost)
        // Nobody listens any more: keeping it would lock everybody out.
        if (signal.aborted) await taken?.[Symbol.asyncDispose]()
        if (taken) return { found: taken }
        const seen = await holderOf(path)
        if (!isWaiting) onWait?.(seen)
        isWaiting = true
        return { seen }
      },
      { ...wait, what: `the turn to ${what}`, remedy },
    )
    return { lost: lost.signal, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() }
  } catch (error) {
    if (wait.signal?.aborted) throw error
    if (error instanceof StreamassayError) throw busy(error.message, remedy, error)
    throw unusable(what, path, error)
  }
}

/** The lock, to be given back; null when somebody else has it. */
async function takeLock(
  path: string,
  { holderDoes }: Pick<TurnPurpose, 'holderDoes'>,
  onLost: (error: Error) => void,
): Promise<AsyncDisposable | null> {
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
    try {
      await rm(path, { force: true })
    } finally {
      await release()
    }
  }
  try {
    await rm(path, { force: true })
    const holder = `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}`
    // Only a new file: a link of that name is not followed.
    await writeFile(path, holderDoes === undefined ? holder : `${holder}, which ${holderDoes}`, { flag: 'wx' })
  } catch (error) {
    await giveBack()
    throw error
  }
  return { [Symbol.asyncDispose]: giveBack }
}

const holderOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').then(
    (text) => `held by ${text}`,
    () => 'held by an unknown process',
  )

const busy = (message: string, remedy: string, cause: unknown): StreamassayError =>
  new StreamassayError('JOB_SUBMISSION_BUSY', message, { remedy, cause })

const unusable = (what: string, path: string, error: unknown): StreamassayError =>
  busy(
    `the lock file to ${what} cannot be used: ${messageOf(error)}`,
    `Make ${path} writable and free disk space, or set TMPDIR to another folder.`,
    error,
  )
