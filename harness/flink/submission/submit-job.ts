/** Submits a Python job over Flink's REST interface alone: no shell in a container, no command line tool. */
import { posix } from 'node:path'

import { type Sighting, waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import { deleteJar, readJob, requestCancel, runJar, uploadJar } from '../endpoints.ts'
import type { JobPackage } from './package-job.ts'
import { newJobId } from '../job-id.ts'
import { pythonOutput } from '../failure/python-output.ts'
import { readTraceback } from '../failure/python-traceback.ts'
import { refused, type SubmissionLog, withoutAnswer, withNote } from './submission-error.ts'
import { lockSubmission } from './submission-lock.ts'

export interface Submission {
  /** The JobManager's REST interface. */
  readonly flinkUrl: string
  /** The Python interpreter on the JobManager that runs the job's `main`. */
  readonly python: string
  readonly package: JobPackage
  /** The module to run, dotted. */
  readonly module: string
  /** The job's own command line. */
  readonly args: readonly string[]
  /** Flink settings for this job alone; they win over ours. */
  readonly flinkConfiguration?: Readonly<Record<string, string>>
  /** The job's name where the job itself gives none. */
  readonly name?: string
  /** The job's id; one that says that it is a job of this process when not given. */
  readonly jobId?: string
  /** The longest that the submission may take once it has its turn; 60 s when not given. */
  readonly timeoutMs?: number
  /** How long Flink's answer is waited for before it is looked whether the job is there all the same; 3 s when not given. */
  readonly answerTimeoutMs?: number
  /** The longest to wait for other submissions to the same JobManager; 120 s when not given. */
  readonly turnTimeoutMs?: number
  /** Ends the submission from outside, as when a container died; its reason is thrown. */
  readonly signal?: AbortSignal
  /** The JobManager's log so far: the only place where what Python said can be read. */
  readonly readJobManagerLog: () => Promise<string>
}

/**
 * Uploads a job, runs its `main` on the JobManager and returns as soon as the job exists. A job is not restarted when it
 * fails, unless its `flinkConfiguration` says so.
 *
 * When it fails, nothing is left on the cluster: the upload is removed, and a job that exists none the less, as when `main`
 * raises after `execute()`, is cancelled.
 *
 * @throws StreamassayError `JOB_SUBMISSION_BUSY` when others had their turn for too long, `JOB_SUBMISSION_FAILED` with the
 * Python exception when there is one, `WAIT_TIMED_OUT` when `main` does not come back, `FLINK_REST_FAILED` when the
 * JobManager does not answer
 */
export async function submitJob(submission: Submission): Promise<{ jobId: string }> {
  const { flinkUrl, jobId = newJobId(), timeoutMs = 60_000, turnTimeoutMs = 120_000, signal } = submission
  await using turn = await lockSubmission(flinkUrl, { timeoutMs: turnTimeoutMs, ...(signal && { signal }) })
  const until: Deadline = {
    timeMs: performance.now() + timeoutMs,
    signal: signal ? AbortSignal.any([turn.lost, signal]) : turn.lost,
  }
  // Only the caller can hear of a death: to wait for one that nobody reports would come on top of the limit.
  const path = await orDeath(uploadJar(flinkUrl, submission.package.zip, limits(until)), signal)
  const jarId = posix.basename(path)
  try {
    await orDeath(run(submission, { path, jarId, jobId }, until), signal)
    await deleteJar(flinkUrl, jarId, withdrawal)
    return { jobId }
  } catch (error) {
    throw await withdraw(flinkUrl, jarId, jobId, error)
  }
}

interface Deadline {
  /** On the clock of `performance.now()`. */
  readonly timeMs: number
  readonly signal: AbortSignal
}

const limits = ({ timeMs, signal }: Deadline): { timeoutMs: number; signal: AbortSignal } => ({
  timeoutMs: Math.max(1, Math.round(timeMs - performance.now())),
  signal,
})

/** An uploaded package: its path on the JobManager, its id, and the id that the job is to have. */
interface Upload {
  readonly path: string
  readonly jarId: string
  readonly jobId: string
}

async function run(submission: Submission, { path, jarId, jobId }: Upload, until: Deadline): Promise<void> {
  const { flinkUrl, python, module, args, name, flinkConfiguration } = submission
  const request = {
    entryClass: 'org.apache.flink.client.python.PythonDriver',
    programArgsList: ['-pyclientexec', python, '-pym', module, ...args],
    flinkConfiguration: {
      'restart-strategy.type': 'none',
      ...(name !== undefined && { 'pipeline.name': name }),
      ...flinkConfiguration,
      // Serves `main` and the workers alike; `-pyfs` in the arguments serves `main` alone.
      'python.files': [path, flinkConfiguration?.['python.files'] ?? []].flat().join(','),
    },
    jobId,
  }
  const log = { jarId, read: submission.readJobManagerLog }
  const settled = new AbortController()
  const within = { ...until, signal: AbortSignal.any([until.signal, settled.signal]) }
  const answered = runJar(flinkUrl, jarId, request, limits(within)).catch(async (error: unknown) => {
    if (settled.signal.aborted || (await isRunning(flinkUrl, jobId, log))) return null
    throw await withoutAnswer(module, error, log)
  })
  const { answerTimeoutMs = 3000 } = submission
  const answer = await Promise.race([answered, withoutWord({ flinkUrl, jobId, log, answerTimeoutMs }, within)]).finally(
    () => settled.abort(new Error('the submission has ended')),
  )
  if (answer !== null && answer.status >= 400) throw await refused(module, answer.text, log)
}

interface Awaited {
  readonly flinkUrl: string
  readonly jobId: string
  readonly log: SubmissionLog
  readonly answerTimeoutMs: number
}

/**
 * Null when `main` has ended and its job exists, although the JobManager has not answered: seen on a machine under ten times
 * its load, and where the network was cut for a moment; no answer came later either. Never fulfilled otherwise.
 */
async function withoutWord({ flinkUrl, jobId, log, answerTimeoutMs }: Awaited, until: Deadline): Promise<null> {
  const { timeoutMs, signal } = limits(until)
  const startedMs = performance.now()
  let thereSinceMs = Infinity
  const look = async (): Promise<Sighting<null>> => {
    if (performance.now() - startedMs < answerTimeoutMs) return { seen: 'no answer yet' }
    if (!(await isRunning(flinkUrl, jobId, log))) return { seen: 'no answer, and no job' }
    // The answer comes behind the end of `main`, and may say that it failed.
    thereSinceMs = Math.min(thereSinceMs, performance.now())
    return performance.now() - thereSinceMs >= answerTimeoutMs ? { found: null } : { seen: 'no answer, but a job' }
  }
  const wait = { what: 'the job to exist', timeoutMs, intervalMs: Math.min(500, answerTimeoutMs), signal, remedy: '' }
  // Whatever ends the wait is told by the submission itself.
  return waitUntil(look, wait).catch(() => new Promise<never>(() => undefined))
}

async function isRunning(flinkUrl: string, jobId: string, log: SubmissionLog): Promise<boolean> {
  const [job, text] = await Promise.allSettled([readJob(flinkUrl, jobId, withdrawal), log.read()])
  return job.status === 'fulfilled' && text.status === 'fulfilled' && hasEnded(text.value, log.jarId)
}

/** Whether `main` has ended, and not with an exception. */
function hasEnded(text: string, jarId: string): boolean {
  const output = pythonOutput(text, jarId)
  return output !== null && output.ended && readTraceback(output.text) === null
}

// For what is done when the time is over, and the JobManager may not answer any more.
const withdrawal = { timeoutMs: 2000 }

/** Takes back what a failed submission may have left; gives the failure, with what could not be taken back. */
async function withdraw(flinkUrl: string, jarId: string, jobId: string, failure: unknown): Promise<unknown> {
  const outcomes = await Promise.allSettled([
    requestCancel(flinkUrl, jobId, withdrawal),
    deleteJar(flinkUrl, jarId, withdrawal),
  ])
  const problems = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  return problems.reduce((error, problem) => withNote(error, problem), failure)
}
