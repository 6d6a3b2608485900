/** What a report says of an exception: its title, the innermost lines of its traceback, and what else is known of it. */
import { listed } from '../../text.ts'
import type { JobException } from '../run-account.ts'
import type { Fact } from './fact.ts'
import { oneLine, shortened, visible } from './value-text.ts'

/** What was raised and where, the innermost lines of its traceback, and what else is known of it. */
export interface ExceptionModel {
  readonly title: string
  readonly lines: readonly string[]
  readonly facts: readonly Fact[]
}

/** The innermost lines of a traceback; the evidence has the rest. */
const tracebackLines = 8

/** Characters of the line of Java's causes. */
const causesChars = 240

/** If a call from Python into Java fails, Python prints the frames of Java as well. */
const isJavaFrame = /^\s+(at [\w$.<>/]+\(|\.\.\. \d+ (more|common frames))/

/** An exception as a report shows it. */
export function exceptionModel(exception: JobException, more: readonly Fact[] = []): ExceptionModel {
  const { type, message, file, line, traceback, operator, causes, hint } = exception
  const place = file === null ? '' : ` at ${file}${line === null ? '' : `:${line}`}`
  const lines = (traceback ?? '').split('\n').filter((text) => text.trim() !== '' && !isJavaFrame.test(text))
  const said = oneLine(message === '' ? type : `${type}: ${message}`)
  return {
    title: `${shortened(said, 200)}${place}`,
    lines: lines.slice(-tracebackLines).map((text) => shortened(visible(text), 160)),
    facts: [
      ...more,
      ...(hint === null ? [] : [['hint', hint] as const]),
      ...(operator === null ? [] : [['operator', shortened(oneLine(operator), 160)] as const]),
      ...(causes.length === 0 ? [] : [['java', causesText(causes)] as const]),
    ],
  }
}

/** As many causes as one line takes, the outermost first. */
function causesText(causes: readonly string[]): string {
  const lines = causes.map((cause) => shortened(oneLine(cause), causesChars))
  const fitting = lines.findLastIndex((_, at) => lines.slice(0, at + 1).join(' < ').length <= causesChars) + 1
  return listed(lines, Math.max(1, fitting), ' < ')
}
