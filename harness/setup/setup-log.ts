/** The whole log of one set-up step goes into a file; its last lines stay at hand for an error. */
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { stripVTControlCharacters } from 'node:util'

import { messageOf, StreamassayError } from '../errors.ts'
import { pruneLogs } from './prune-logs.ts'

const keptLines = 20
/** Logs that stay next to a new one, and the size of one log; a step that prints without end must not fill the disk. */
const [keptLogs, keptBytes, mostBytes] = [50, 256 * 2 ** 20, 32 * 2 ** 20]

/** A log that is being written; it is closed, and whole on disk, once disposed of. */
export interface SetupLog extends AsyncDisposable {
  /** The file, as an absolute path. */
  readonly path: string
  /** Takes text as it comes, in pieces of any size; each line that it completes goes to `onLine`. */
  readonly append: (text: string) => void
  /** The last 20 lines that are not empty, the unfinished one included. */
  readonly lastLines: () => string[]
}

/**
 * Opens `.streamassay/setup/<name>-<time>.log` in the working folder.
 *
 * When the disk is full later on, or 32 MiB are written, the file ends there and the last line says so: the step itself may
 * still come to its end. Of older logs the newest 50 stay, and 256 MiB of them.
 *
 * @param onLine hears every line that is not empty, without its colours
 * @throws StreamassayError `SETUP_FAILED` when there can be no such file
 */
export async function openSetupLog(name: string, onLine: (line: string) => void): Promise<SetupLog> {
  const path = resolve('.streamassay', 'setup', `${name}-${new Date().toISOString().replaceAll(':', '-')}.log`)
  const file = await createFile(path).catch((error: unknown) => {
    throw new StreamassayError('SETUP_FAILED', `cannot write ${path}: ${messageOf(error)}`, {
      remedy: 'Make this folder writable and free disk space, or run the command in another folder.',
      cause: error,
    })
  })
  // A log that cannot be removed now is tried again at the next step.
  await pruneLogs(dirname(path), { keep: keptLogs + 1, keepBytes: keptBytes }).catch(() => [])
  const lines = lineKeeper(onLine)
  let leftBytes = mostBytes
  const write = (text: string): void => {
    if (file.destroyed || leftBytes <= 0) return
    leftBytes -= Buffer.byteLength(text)
    file.write(leftBytes > 0 ? text : `\n(the log is cut off here, at ${mostBytes / 2 ** 20} MiB)\n`)
  }
  file.on('error', (error) => lines.append(`(the log is cut off here: ${error.message})\n`))
  return {
    path,
    append: (text) => {
      // An engine colours what a build writes to standard error.
      write(stripVTControlCharacters(text))
      lines.append(text)
    },
    lastLines: lines.lastLines,
    [Symbol.asyncDispose]: async () => {
      if (file.closed) return
      file.end()
      // What a write failed with has been told in the last lines.
      await finished(file).catch(() => undefined)
    },
  }
}

async function createFile(path: string): Promise<WriteStream> {
  await mkdir(dirname(path), { recursive: true })
  const file = createWriteStream(path)
  await once(file, 'open')
  return file
}

/** Cuts text that comes in pieces into lines, tells each, and keeps the last 20. */
export function lineKeeper(onLine: (line: string) => void): Pick<SetupLog, 'append' | 'lastLines'> {
  let unfinished = ''
  let kept: string[] = []
  return {
    append: (text) => {
      // A carriage return is how a progress bar draws over itself: each state of it is a line.
      const pieces = stripVTControlCharacters(unfinished + text).split(/[\r\n]+/)
      unfinished = pieces.pop() ?? ''
      const lines = pieces.map((piece) => piece.trimEnd()).filter((line) => line !== '')
      kept = [...kept, ...lines].slice(-keptLines)
      lines.forEach(onLine)
    },
    lastLines: () => [...kept, ...(unfinished.trim() === '' ? [] : [unfinished])].slice(-keptLines),
  }
}
