/** Reads what Python prints when a program raises: which exception, and which line of the user's own files. */
import type { RaisedException } from '../../verdict/run-account.ts'
import { isJavaFrame, type JavaError, rootCause } from './java-error.ts'

const header = 'Traceback (most recent call last):'
const frame = /^\s*File "(.+)", line (\d+)/
// Flink puts 36 characters before the name that we upload a job under, and Python adds the path in the zip.
const uploaded = /^.*_job\.jar\//

/**
 * The exception that a text of Python's ends with, or null when there is no traceback in it.
 *
 * Where one exception led to another, it is the one that was raised last, as in Python's own reading order.
 */
export function readTraceback(text: string): RaisedException | null {
  const lines = withoutGroupBars(text.trimEnd().split('\n'))
  const starts = lines.flatMap((line, at) => (line.endsWith(header) ? [at] : []))
  const last = starts.at(-1)
  if (last === undefined) return null
  const blocks = starts.map((start, index) => lines.slice(start, starts[index + 1]))
  const raised = raisedIn(lines.slice(last + 1))
  const at = userFrames(lines).at(-1)
  return {
    ...raised,
    file: at?.file ?? null,
    line: at?.line ?? null,
    traceback: blocks.flatMap(fromFirstUserFrame).map(withShortPath).join('\n').trimEnd(),
  }
}

/** Type and message: the first line that is not indented, and all after it. */
function raisedIn(block: readonly string[]): JavaError {
  const start = block.findIndex((line) => /^\S/.test(line))
  const [first = '', ...more] = start === -1 ? [] : block.slice(start)
  const [, type = first, rest = ''] = /^([^\s:]+): ?(.*)$/.exec(first) ?? []
  const message = [rest, ...more].join('\n').trim()
  // What Python got from Java carries Java's stack trace as its message.
  const fromJava = /\n: ([^]*\n\tat [^]*)/.exec(message)?.[1]
  if (fromJava !== undefined) return rootCause(fromJava)
  // PyFlink puts the stack trace of Java into the message of its own exceptions: the causes count, the frames do not.
  const lines = message.split('\n').filter((line) => !isJavaFrame(line))
  return { type, message: lines.join('\n') }
}

interface UserFrame {
  readonly file: string
  readonly line: number
}

const userFrames = (lines: readonly string[]): readonly UserFrame[] =>
  lines.flatMap((text) => {
    const [, path = '', line = ''] = frame.exec(text) ?? []
    return uploaded.test(path) ? [{ file: path.replace(uploaded, ''), line: Number(line) }] : []
  })

/** A traceback from the user's first frame on: what stands above it is how Flink and Beam came to call it. */
function fromFirstUserFrame(block: readonly string[]): readonly string[] {
  const first = block.findIndex((line) => userFrames([line]).length > 0)
  return [header, ...block.slice(first === -1 ? 1 : first).filter((line) => !isFrozen(line))]
}

/** A frame of Python's own import system, which has no source to show. */
const isFrozen = (line: string): boolean => /^\s*File "<frozen [^"]*", line \d+/.test(line)

const withShortPath = (line: string): string =>
  line.replace(frame, (whole, path: string) => whole.replace(path, path.replace(uploaded, '')))

/** An exception group is drawn with bars on its left; without them it reads as any other. */
const withoutGroupBars = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (/^ {2}[|+] /.test(line) ? line.slice(4) : line))
