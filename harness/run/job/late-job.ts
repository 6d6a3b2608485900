/** What can be told of a job that has not ended in its time: where its Python is, and what its threads do. */
import { messageOf } from '../../errors.ts'
import { readJobExceptions } from '../../flink/endpoints.ts'
import { lastException } from '../../flink/failure/exceptions.ts'
import { type UserFrame, userFrame } from '../../flink/failure/python-stack.ts'
import { readTaskThreads } from '../../flink/threads.ts'
import type { Stack } from '../../stack/stack.ts'
import { type JobException, unplaced } from '../../verdict/run-account.ts'
import { limitsOf } from '../stack-of-run.ts'

/** Stacks at one moment, as text by the name of a file: `python.txt`, `taskmanager-jvm.txt`. */
export type ThreadDumps = Readonly<Record<string, string>>

const limits = { timeoutMs: 5000 }

const orWhyNot = (dump: Promise<string>): Promise<string> =>
  dump.catch((error: unknown) => `(these stacks are not available: ${messageOf(error)})\n`)

export interface LateJob {
  readonly jobId: string
  readonly timeoutMs: number
  /** The module that was run, dotted. */
  readonly module: string
}

/** What is known of a job that is late. */
export interface Lateness {
  /** What it fails with again and again; else the line that its Python is at; null when neither is known. */
  readonly exception: JobException | null
  /** Flink's own words, where it has failed. */
  readonly rawExceptions?: unknown
  readonly threads: ThreadDumps
  /** Limits that TaskManagers have reached, each as a clause. */
  readonly limits: readonly string[]
}

/** Asks the cluster, while the job still runs. */
export async function lateJob(stack: Stack, { jobId, timeoutMs, module }: LateJob): Promise<Lateness> {
  const [threads, exceptions, reached] = await Promise.all([
    dumpThreads(stack),
    readJobExceptions(stack.flinkUrl, jobId, limits).catch(() => null),
    limitsOf(stack),
  ])
  const standing = { threads, limits: reached }
  const failure = exceptions && lastException(exceptions)
  if (failure !== null) return { ...standing, exception: failure, rawExceptions: exceptions }
  const at = userFrame(threads['python.txt'] ?? '', module.replace(/\..*/, ''))
  return { ...standing, exception: at && lateIn(at, timeoutMs) }
}

/** The stacks of the cluster's threads; one that cannot be had says so in its place. */
async function dumpThreads({ flinkUrl, pythonStacks }: Stack): Promise<ThreadDumps> {
  const java = readTaskThreads(flinkUrl, limits).then((threads) => threads.map(({ text }) => text).join('\n'))
  const [python, jvm] = await Promise.all([orWhyNot(pythonStacks()), orWhyNot(java)])
  return { 'python.txt': python, 'taskmanager-jvm.txt': jvm }
}

/** The line of the user's that the job's Python is at, as an exception. */
const lateIn = (at: UserFrame, timeoutMs: number): JobException => ({
  ...unplaced,
  type: 'JobLate',
  message: `after ${timeoutMs / 1000} s its Python is in ${at.function}`,
  file: at.file,
  line: at.line,
  hint: 'The function does not return, or takes longer than `jobTimeoutMs`: see threads/ in the evidence.',
})
