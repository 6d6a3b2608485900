/** What can be told of a job that has not ended in its time: where its Python is, and what its threads do. */
import { messageOf } from '../../errors.ts'
import { userFrame } from '../../flink/failure/python-stack.ts'
import { readTaskThreads } from '../../flink/threads.ts'
import type { Stack } from '../../stack/stack.ts'
import type { JobException } from '../../verdict/run-account.ts'

/** Stacks at one moment, as text by the name of a file: `python.txt`, `taskmanager-jvm.txt`. */
export type ThreadDumps = Readonly<Record<string, string>>

const limits = { timeoutMs: 5000 }

const orWhyNot = (dump: Promise<string>): Promise<string> =>
  dump.catch((error: unknown) => `(these stacks cannot be had: ${messageOf(error)})\n`)

/** The stacks of the cluster's threads; one that cannot be had says so in its place. */
export async function dumpThreads({ flinkUrl, pythonStacks }: Stack): Promise<ThreadDumps> {
  const java = readTaskThreads(flinkUrl, limits).then((threads) => threads.map(({ text }) => text).join('\n'))
  const [python, jvm] = await Promise.all([orWhyNot(pythonStacks()), orWhyNot(java)])
  return { 'python.txt': python, 'taskmanager-jvm.txt': jvm }
}

/** The line of the user's that the job's Python is at, as an exception; null when its Python is in none. */
export function lateIn(
  dumps: ThreadDumps,
  { timeoutMs, module }: { readonly timeoutMs: number; readonly module: string },
): JobException | null {
  const at = userFrame(dumps['python.txt'] ?? '', module.replace(/\..*/, ''))
  if (at === null) return null
  return {
    type: 'JobLate',
    message: `after ${timeoutMs / 1000} s its Python is in ${at.function}`,
    file: at.file,
    line: at.line,
    traceback: null,
    operator: null,
    causes: [],
    hint: 'the function does not come back, or takes longer than the scenario allows: see threads/ in the evidence, and `jobTimeoutMs`',
  }
}
