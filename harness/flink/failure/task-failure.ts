/**
 * What a task failed with, read from the log of its TaskManager: where REST does not tell it.
 *
 * A task may fail so soon that its coordinator still has a word for it. Flink then fails the job because that word was lost
 * ("An OperatorEvent from an OperatorCoordinator to a task was lost"), and keeps nothing of what the task itself failed with.
 */
import type { RaisedException } from '../../verdict/run-account.ts'

/** Whether this exception hides the one of a task. */
export const hidesTaskFailure = ({ type }: Pick<RaisedException, 'type'>): boolean =>
  type.endsWith('.TaskNotRunningException')

export interface TaskFailure {
  readonly operator: string
  /** As Flink's REST interface would have it. */
  readonly stacktrace: string
}

const failed = /\[\] - (.+) \(\d+\/\d+\)#\d+ \(\S+\) switched from \w+ to FAILED with failure cause:$/
const isNextEntry = (line: string): boolean => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3} /.test(line)
/** A log says of each frame which jar it is from. */
const withoutJar = (line: string): string => line.replace(/ ~?\[[^[\]]*\]$/, '')

/** When an entry was written, by the clock of the TaskManager, which is UTC in its container. */
const writtenAt = (line: string): number => Date.parse(`${line.slice(0, 23).replace(' ', 'T').replace(',', '.')}Z`)

/**
 * The last failure in the log of a task of one of these operators; null when there is none. Entries from before `sinceMs`
 * (since 1970) are those of other jobs.
 */
export function taskFailure(taskManagerLog: string, operators: readonly string[], sinceMs = 0): TaskFailure | null {
  const lines = taskManagerLog.split('\n')
  const at = lines.findLastIndex(
    (line) => operators.includes(failed.exec(line)?.[1] ?? '') && writtenAt(line) >= sinceMs,
  )
  const operator = failed.exec(lines[at] ?? '')?.[1]
  if (operator === undefined) return null
  const from = lines.slice(at + 1)
  const end = from.findIndex(isNextEntry)
  return { operator, stacktrace: (end === -1 ? from : from.slice(0, end)).map(withoutJar).join('\n') }
}
