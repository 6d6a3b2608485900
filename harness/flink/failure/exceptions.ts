/** The Python error out of the 170 lines of Java that Flink wraps it in. */
import type { JobExceptions } from '../endpoints.ts'
import { type JobException, type RaisedException, unplaced } from '../../verdict/run-account.ts'
import { hintOf } from './hints.ts'
import { causeLines, isJavaFrame, rootCause } from './java-error.ts'
import { readTraceback } from './python-traceback.ts'

/**
 * What a job failed with last, out of all that Flink keeps; null when it keeps nothing.
 *
 * Several tasks may fail at once, and the one that Flink names first may only have suffered from the others: one with
 * Python's words in it is preferred.
 */
export function lastException(exceptions: JobExceptions, operator: string | null = null): JobException | null {
  const [newest] = exceptions.exceptionHistory.entries
  if (newest === undefined) return null
  const all = [newest, ...newest.concurrentExceptions].map(({ stacktrace }) => jobException(stacktrace, operator))
  const [first = null] = all
  return all.find(({ traceback }) => traceback !== null) ?? first
}

/** What a stack trace of Flink's tells: Python's exception if there is one in it, else Java's innermost. */
export function jobException(stacktrace: string, operator: string | null = null): JobException {
  const raised = readTraceback(pythonPart(stacktrace)) ?? withoutTraceback(stacktrace)
  return { ...raised, operator, causes: causeLines(stacktrace), hint: hintOf(raised, stacktrace) }
}

/** The exception of a program that never came to be a job: nobody has spoken but Python. */
export const programException = (raised: RaisedException): JobException => ({
  ...unplaced,
  ...raised,
  hint: hintOf(raised, ''),
})

/** The lines from the last cause that quotes Python up to the next frame of Java's. */
function pythonPart(stacktrace: string): string {
  const lines = stacktrace.split('\n')
  const start = lines.findLastIndex((line) =>
    /^(Caused by: )?[\w.$]+: .*Traceback \(most recent call last\):$/.test(line),
  )
  if (start === -1) return ''
  const from = lines.slice(start)
  const end = from.findIndex(isJavaFrame)
  return (end === -1 ? from : from.slice(0, end)).join('\n')
}

/** Thread mode leaves no traceback: class and message are a Java exception's message, Python's frames stand among Java's. */
function withoutTraceback(stacktrace: string): RaisedException {
  const cause = rootCause(stacktrace)
  const [, type, message = ''] = /^<class '(.+?)'>(?:: ?([^]*))?$/.exec(cause.message) ?? []
  if (cause.type !== 'pemja.core.PythonException' || type === undefined) {
    return { ...cause, file: null, line: null, traceback: null }
  }
  const [, folder = '', file, line] = /^\tat .*_job\.jar\/(.*\/)?.+\((.+\.py):(\d+)\)$/m.exec(stacktrace) ?? []
  const at = file === undefined ? { file: null, line: null } : { file: `${folder}${file}`, line: Number(line) }
  return { type, message: message.trim(), ...at, traceback: null }
}
