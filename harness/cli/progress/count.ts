/** Progress of something that is counted: a bar on a terminal, a line a second elsewhere. */
import { Presets, SingleBar } from 'cli-progress'

import { counted } from '../../verdict/report/value-text.ts'
import { print } from '../print.ts'
import { plainProgress } from './plain-progress.ts'

export interface Counting {
  /** Infinity where there is no end. */
  readonly total: number
  /** What is counted, in the singular. */
  readonly unit: string
}

/** Runs work that reports its count; the terminal is restored also if the work fails. */
export async function showingCount<Value>(
  what: string,
  { total, unit }: Counting,
  work: (tell: (count: number) => void) => Promise<Value>,
): Promise<Value> {
  if (!process.stderr.isTTY || total === Infinity) {
    const { report, end } = plainProgress(print)
    const of = total === Infinity ? '' : ` of ${total.toLocaleString('en-GB')}`
    const tell = (count: number): void => report({ kind: 'progress', step: what, text: `${counted(count, unit)}${of}` })
    return work(tell).finally(end)
  }
  const bar = new SingleBar(
    { format: `${what} {bar} {value} of {total} ${unit}s, {eta_formatted} to go`, hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return work((count) => bar.update(count)).finally(() => bar.stop())
}
