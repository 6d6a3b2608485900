/** Progress as plain lines, for logs and pipes: a line when a step ends, and at most one a second while it goes on. */
import type { ProgressEvent, Report } from '../../progress.ts'

/** Seconds with one decimal: `1.2 s`. */
export const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`

const betweenLinesMs = 1_000

/** Lines of progress: their report, and how to end them. */
export interface PlainProgress {
  readonly report: Report
  /** Nothing is printed any more: what a step that never ended said last is older than what ended it. */
  end(): Promise<void>
}

/**
 * A report that writes lines by `print`.
 *
 * What a step says is printed at once when nothing was printed for a second, else when that second is over: of many
 * quick steps only the last is printed, and a long step is always printed.
 */
export function plainProgress(print: (line: string) => void): PlainProgress {
  let quietUntilMs = 0
  let pending: NodeJS.Timeout | undefined
  const tell = (step: string, text: string): void => {
    quietUntilMs = performance.now() + betweenLinesMs
    print(`${step}: ${oneLine(text)} ...`)
  }
  const report = (event: ProgressEvent): void => {
    clearTimeout(pending)
    if (event.kind === 'progress') {
      pending = setTimeout(() => tell(event.step, event.text), Math.max(0, quietUntilMs - performance.now()))
      pending.unref()
    }
    if (event.kind === 'ended') {
      quietUntilMs = 0
      print(`${event.step}: ${event.found} (${seconds(event.durationMs)})`)
    }
  }
  return { report, end: async () => clearTimeout(pending) }
}

const longestText = 110

/**
 * The text on one line of a bearable length: a step of an image build may be a whole script. Some tools end their own lines with
 * dots, which are ours to print.
 */
export const oneLine = (text: string): string => {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/ ?\.{3}$/, '')
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1)}…`
}
