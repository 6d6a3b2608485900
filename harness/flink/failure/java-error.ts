/** Reads a Java stack trace: the error that began it stands last. */
import { shortened } from '../../verdict/report/value-text.ts'

/** An exception as Java prints it: its class and its message. */
export interface JavaError {
  readonly type: string
  readonly message: string
}

/** Whether a line is one of the frames of a stack trace. */
export const isJavaFrame = (line: string): boolean => /^\s+(at \S|\.\.\. \d+ )/.test(line)

/** The innermost cause in a stack trace: its class, and its message, which may have several lines. */
export function rootCause(stacktrace: string): JavaError {
  const lines = stacktrace.split('\n')
  const start = Math.max(
    0,
    lines.findLastIndex((line) => line.startsWith('Caused by: ')),
  )
  const from = lines.slice(start)
  const frames = from.findIndex(isJavaFrame)
  const text = from.slice(0, frames === -1 ? from.length : frames).join('\n')
  const [, type = '', message = ''] = /^(?:Caused by: )?([^\s:]+)(?:: ?([^]*))?$/.exec(text.trim()) ?? []
  return { type, message: withoutOwnName(message, type) }
}

/** Lines of a chain of causes that are worth reading, and characters of each. */
const mostCauses = 40
const causeChars = 80

/**
 * The chain of causes from the outermost on, each in one line: its class without the package, and its message where that
 * says more than the class of the next one.
 */
export function causeLines(stacktrace: string): string[] {
  const chain = stacktrace.split('\n').flatMap((line) => {
    const [, name, message = ''] = /^(?:Caused by: )?((?:[\w$]+\.)+[\w$]+)(?:: ?(.*))?$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, message: withoutOwnName(message, name) }]
  })
  const lines = chain.map(({ name, message }, at) => {
    const own = message.startsWith(chain[at + 1]?.name ?? '\0') ? '' : message.replace(/:? ?Traceback \(.*$/, '')
    return shortened(`${name.replace(/^.*\./, '')}${own === '' ? '' : `: ${own}`}`, causeChars)
  })
  // That a job is not started anew is what it was told.
  const worthy = lines.filter((line, at) => line !== lines[at - 1] && !line.startsWith('JobException: Recovery is'))
  return worthy.slice(0, mostCauses)
}

/** An exception that crossed the wire says its own class once more. */
const withoutOwnName = (message: string, name: string): string =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message
