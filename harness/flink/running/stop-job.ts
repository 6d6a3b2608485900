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
}

export interface JobStop extends StoppableJob {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const removalMs = 10_000

/**
 * Flink stops a job by a savepoint, which has to be somewhere. Each process writes its part to its own disk: the JobManager
 * what it consists of, and the TaskManagers the state, unless the job keeps that at the JobManager (Flink's default).
 */
const savepointFolder = (jobId: string): string => `/tmp/streamassay-savepoints/${jobId}`

/**
 * Stops the job; it has written everything and is about to be FINISHED when this returns. The savepoint is removed.
 *
 * @throws StreamassayError `JOB_STOP_FAILED` when Flink says why it cannot, `WAIT_TIMED_OUT`, `FLINK_REST_FAILED`; the
 * signal's reason
 */
export async function stopJob(stop: JobStop): Promise<void> {
  const folder = savepointFolder(stop.jobId)
  try {
    await stopInto(folder, stop)
  } finally {
    // That it stays where nobody looks for it is no reason to judge the job otherwise. One that failed has left files too.
    if (!stop.signal.aborted) await removeState(folder, stop).catch(() => undefined)
  }
}

async function removeState(folder: string, { flinkUrl, jobId, removeFolder }: JobStop): Promise<void> {
  const signal = AbortSignal.timeout(removalMs)
  const request = { method: 'GET', path: `/jobs/${jobId}/checkpoints/config`, signal } as const
  const { checkpoint_storage: storage } = await ask(flinkUrl, request, configAnswer)
  if (storage !== 'JobManagerCheckpointStorage') await removeFolder?.(folder, signal)
}

async function stopInto(folder: string, { flinkUrl, jobId, timeoutMs, signal }: JobStop): Promise<void> {
  const body = { drain: true, targetDirectory: `file://${folder}` }
  const path = `/jobs/${jobId}/stop`
  const { 'request-id': request } = await orDeath(
    ask(flinkUrl, { method: 'POST', path, body, signal }, triggerAnswer),
    signal,
  )
  const location = await orDeath(
    waitUntil(
      async (limit) => {
        const status = { method: 'GET', path: `/jobs/${jobId}/savepoints/${request}`, signal: limit } as const
        const { status: standing, operation } = await ask(flinkUrl, status, statusAnswer)
        const failure = operation?.['failure-cause']
        if (failure) throw stopFailed(jobId, failure)
        return standing.id === 'COMPLETED' ? { found: operation?.location } : { seen: standing.id }
      },
      {
        what: `the job ${jobId} to stop`,
        timeoutMs,
        signal,
        intervalMs: 20,
        remedy: 'Check in the Web UI which operator does not end, or allow it more time (`jobTimeoutMs`).',
      },
    ),
    signal,
  )
  if (location === undefined) return
  const disposal = {
    method: 'POST',
    path: '/savepoint-disposal',
    body: { 'savepoint-path': location },
    signal,
  } as const
  await exchange(flinkUrl, disposal).catch(() => undefined)
}

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
