/** Where the Python of a job is, read from the stacks of its workers as py-spy prints them. */

/** A frame of the user's own: the innermost one of a thread. */
export interface UserFrame {
  readonly function: string
  /** From the job's root: `orders/logic.py`. */
  readonly file: string
  readonly line: number
}

const frame = /^\s+(\S.*?) \(.*_job\.jar\/(.+\.py):(\d+)\)$/

/** The first frame of the dump that is in this package of an uploaded job; null when no thread is in one. */
export function userFrame(dump: string, packageName: string): UserFrame | null {
  for (const text of dump.split('\n')) {
    const [, name = '', file = '', line = ''] = frame.exec(text) ?? []
    if (file.startsWith(`${packageName}/`) || file === `${packageName}.py`)
      return { function: name, file, line: Number(line) }
  }
  return null
}
