/** Stops a running job as `flink stop --drain` does: its sources end, event time with them, and all that is due comes out. */
import { z } from 'zod'

import { StreamassayError } from '../../errors.ts'
import { waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import { ask, exchange } from '../rest.ts'
import type { RunningJob } from './metrics.ts'

const triggerAnswer = z.object({ 'request-id': z.string() })
const statusAnswer = z.object({
  status: z.object({ id: z.string() }),
  operation: z
    .object({
      location: z.string().optional(),
      'failure-cause': z.object({ class: z.string(), 'stack-trace': z.string() }).optional(),
    })
    .nullish(),
})

const configAnswer = z.object({ checkpoint_storage: z.string() })

/** A job that can be stopped. */
export interface StoppableJob extends RunningJob {
  /** Removes a folder of each TaskManager. */
  readonly removeFolder?: (folder: string, signal: AbortSignal) => Promise<void>
  /** Aborts when the run ends. The clean-up continues until then (default: `signal`). */
  readonly run?: AbortSignal
}

interface WorkLimits {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface JobStop extends StoppableJob, WorkLimits {}

/** How long the savepoint may take to be removed. */
export const cleanUpMs = 10_000
/** A job that was stopped is FINISHED a moment before Flink tells where its savepoint is; the savepoint of another one takes its time. */
const writtenMs = 1000

/**
 * Flink stops a job by a savepoint, which has to be somewhere. Each process writes its part to its own disk: the JobManager
 * what it consists of, and the TaskManagers the state, unless the job keeps that at the JobManager (Flink's default).
 */
const savepointFolder = (jobId: string): string => `/tmp/streamassay-savepoints/${jobId}`

/** What is known of a savepoint: its request as soon as Flink has accepted that, its place once it is written. */
interface Savepoint {
  readonly folder: string
  request: string | null
  location: string | null
}

/**
 * Stops the job; it has written everything and is about to be FINISHED when this returns. The savepoint is removed, also when
 * the wait has ended: the job is FINISHED as soon as its savepoint is written, and that may be seen first. One that is written
 * later stays.
 *
 * @throws StreamassayError `JOB_STOP_FAILED` when Flink says why it cannot, `WAIT_TIMED_OUT`, `FLINK_REST_FAILED`; the
 * signal's reason
 */
export async function stopJob(stop: JobStop): Promise<void> {
  const savepoint: Savepoint = { folder: savepointFolder(stop.jobId), request: null, location: null }
  try {
    await stopInto(savepoint, stop)
  } finally {
    const { run = stop.signal } = stop
    const cleanUp = AbortSignal.any([run, AbortSignal.timeout(cleanUpMs)])
    // That it stays where nobody looks for it is no reason to judge the job otherwise. One that failed has left files too.
    if (!run.aborted) {
      await dispose(savepoint, stop, cleanUp).catch(() => undefined)
      await removeState(savepoint, stop, cleanUp).catch(() => undefined)
    }
  }
}

/** Flink removes its part of a savepoint; a wait that was ended has not heard where that is. */
async function dispose({ request, location }: Savepoint, stop: JobStop, signal: AbortSignal): Promise<void> {
  const limits = { timeoutMs: writtenMs, signal }
  const place = location ?? (request === null ? null : await savedAt(request, stop, limits))
  if (place === null) return
  const body = { 'savepoint-path': place }
  await exchange(stop.flinkUrl, { method: 'POST', path: '/savepoint-disposal', body, signal })
}

async function removeState({ folder }: Savepoint, stop: JobStop, signal: AbortSignal): Promise<void> {
  const { flinkUrl, jobId, removeFolder } = stop
  const request = { method: 'GET', path: `/jobs/${jobId}/checkpoints/config`, signal } as const
  const config = await ask(flinkUrl, request, configAnswer).catch(() => null)
  if (config?.checkpoint_storage !== 'JobManagerCheckpointStorage') await removeFolder?.(folder, signal)
}

async function stopInto(savepoint: Savepoint, stop: JobStop): Promise<void> {
  const { flinkUrl, jobId, timeoutMs, signal } = stop
  const body = { drain: true, targetDirectory: `file://${savepoint.folder}` }
  const path = `/jobs/${jobId}/stop`
  const accepted = await orDeath(ask(flinkUrl, { method: 'POST', path, body, signal }, triggerAnswer), signal)
  savepoint.request = accepted['request-id']
  savepoint.location = await orDeath(savedAt(savepoint.request, stop, { timeoutMs, signal }), signal)
}

/** Waits until Flink has stopped the job, and returns where the savepoint is. */
const savedAt = (request: string, { flinkUrl, jobId }: JobStop, limits: WorkLimits): Promise<string | null> =>
  waitUntil(
    async (signal) => {
      const question = { method: 'GET', path: `/jobs/${jobId}/savepoints/${request}`, signal } as const
      const { status, operation } = await ask(flinkUrl, question, statusAnswer)
      const failure = operation?.['failure-cause']
      if (failure) throw stopFailed(jobId, failure)
      return status.id === 'COMPLETED' ? { found: operation?.location ?? null } : { seen: status.id }
    },
    {
      ...limits,
      what: `the job ${jobId} to stop`,
      intervalMs: 20,
      remedy: 'Check in the Web UI which operator does not end, or allow it more time (`jobTimeoutMs`).',
    },
  )

function stopFailed(
  jobId: string,
  failure: { readonly class: string; readonly 'stack-trace': string },
): StreamassayError {
  const lines = failure['stack-trace'].split('\n')
  return new StreamassayError(
    'JOB_STOP_FAILED',
    `the job ${jobId} could not be stopped: ${lines[0] ?? failure.class}`,
    {
      remedy:
        "Read the JobManager's log in the evidence. If Flink cannot save the state of the job, set `ends: 'never'`.",
      details: lines.slice(1, 12),
    },
  )
}
