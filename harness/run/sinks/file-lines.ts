/** The lines of the files that a FileSink has finished, in the order in which they were written. */
import { posix } from 'node:path'

import type { FoundFile } from '../../stack/taskmanager-output.ts'
import { linesOf, type SinkLine } from './sink-lines.ts'

/**
 * A FileSink's own names: `part-<id>-<subtask>-<counter>`, with whichever prefix and suffix it was given; one that it is
 * still writing, or has not committed, begins with a dot.
 */
const numbered = /-(\d+)-(\d+)(\.[^-]*)?$/

/** Files of another name are taken as well, as written by one subtask in the order of their names. */
export function* fileLines(files: readonly FoundFile[]): Generator<SinkLine, void, undefined> {
  const parts = files.filter(isFinished).map(partOf)
  for (const { subtask, content } of parts.toSorted(inOrder)) {
    for (const text of linesOf(content)) yield { subtask, text }
  }
}

interface Part {
  readonly subtask: number
  readonly folder: string
  readonly counter: number
  readonly name: string
  readonly content: Uint8Array
}

export const isFinished = ({ path }: FoundFile): boolean => !/^[._]/.test(posix.basename(path))

function partOf({ path, content }: FoundFile): Part {
  const [, subtask = '0', counter = '0'] = numbered.exec(path) ?? []
  const { dir: folder, base: name } = posix.parse(path)
  return { subtask: Number(subtask), folder, counter: Number(counter), name, content }
}

/** A FileSink begins a new folder, its bucket, as time goes on, and counts on in it. */
function inOrder(one: Part, other: Part): number {
  if (one.subtask !== other.subtask) return one.subtask - other.subtask
  if (one.folder !== other.folder) return one.folder < other.folder ? -1 : 1
  if (one.counter !== other.counter) return one.counter - other.counter
  return one.name < other.name ? -1 : 1
}
