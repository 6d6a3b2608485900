/** The whole log of one set-up step goes into a file; its last lines stay at hand for an error. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const keptLines = 20

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
 * @param onLine hears every line that is not empty, without its colours
 */
export async function openSetupLog(name: string, onLine: (line: string) => void): Promise<SetupLog> {
  const folder = resolve('.streamassay', 'setup')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}-${new Date().toISOString().replaceAll(':', '-')}.log`)
  const file = createWriteStream(path)
  await once(file, 'open')
  const lines = lineKeeper(onLine)
  return {
    path,
    append: (text) => {
      // An engine colours what a build writes to standard error.
      file.write(stripVTControlCharacters(text))
      lines.append(text)
    },
    lastLines: lines.lastLines,
    [Symbol.asyncDispose]: async () => {
      file.end()
      await once(file, 'close')
    },
  }
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
