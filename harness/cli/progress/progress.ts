/** Shows progress: a live list on a terminal, plain lines elsewhere. */
import type { Report } from '../../progress.ts'
import { liveProgress } from './live-progress.ts'
import { plainProgress } from './plain-progress.ts'
import { print } from '../print.ts'

/**
 * Runs `work` with a report that is shown while it goes on; the terminal is whole again when this returns or throws.
 * `stepNames` are the steps to come, in their order; with `concurrent` several may go on at a time.
 */
export async function showing<Value>(
  stepNames: readonly string[],
  work: (report: Report) => Promise<Value>,
  { tell = print, concurrent = false } = {},
): Promise<Value> {
  const progress =
    process.stdout.isTTY && tell === print ? liveProgress(stepNames, { concurrent }) : plainProgress(tell)
  try {
    return await work(progress.report)
  } finally {
    await progress.end()
  }
}
