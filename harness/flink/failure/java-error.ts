/** Reads a Java stack trace: the error that began it stands last. */

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
  // An exception that crossed the wire says its own class once more.
  return { type, message: message.startsWith(`${type}: `) ? message.slice(type.length + 2) : message }
}
