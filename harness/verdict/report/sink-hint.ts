/** What to change in the scenario where a job has printed its rows, and not one was read. */
import type { RunAccount } from '../run-account.ts'

const prints = /\bSink: Print to Std\. (Out|Err)\b/

/** The hint on the `sink` of the scenario; null if its output had rows, or the job does not print. */
export function sinkHint({
  counts,
  output,
  job: { operators },
}: Pick<RunAccount, 'counts' | 'output' | 'job'>): string | null {
  if (counts.observed > 0 || counts.expected === 0) return null
  if (!operators?.some(({ name }) => prints.test(name))) return null
  if (output.sink === 'console') {
    return 'no printed line begins with the word of this run: let the job call print(word) with the value of `--output` (`outputTopic` in `args`)'
  }
  return "the job prints its rows: give the scenario `sink: 'console'`, and let the job call print(word) with the value of `--output`"
}
