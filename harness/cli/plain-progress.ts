/** Progress as plain lines, for logs and pipes: a line when a step ends, and one for each thing that it says meanwhile. */
import type { ProgressEvent, Report } from '../progress.ts'

/** Seconds with one decimal, right-aligned to five places: `  1.2 s`. */
export const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`

/** A report that writes lines by `print`. */
export function plainProgress(print: (line: string) => void): Report {
  let lastText = ''
  return (event: ProgressEvent) => {
    if (event.kind === 'ended') print(`${event.step}: ${event.found} (${seconds(event.durationMs)})`)
    if (event.kind !== 'progress') return
    // Steps of an image build repeat themselves with a growing tail; each is worth one line.
    const text = oneLine(event.text)
    if (text !== lastText) print(`${event.step}: ${text} ...`)
    lastText = text
  }
}

const longestText = 100

/** The text on one line of a bearable length: a step of an image build may be a whole script. */
export const oneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1)}…`
}
