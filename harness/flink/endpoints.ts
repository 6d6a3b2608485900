/** The few endpoints of Flink's REST interface that streamassay uses, with what it reads of their answers. */
import { z } from 'zod'

import type { OperatorAccount } from '../verdict/run-account.ts'
import { ask, exchange, refusal, type RestAnswer, type RestLimits, type RestRequest } from './rest.ts'

const overviewAnswer = z
  .object({
    taskmanagers: z.number(),
    'slots-total': z.number(),
    'slots-available': z.number(),
    'flink-version': z.string(),
  })
  .transform((answer) => ({
    taskManagers: answer.taskmanagers,
    slots: answer['slots-total'],
    freeSlots: answer['slots-available'],
    flinkVersion: answer['flink-version'],
  }))

/** What a cluster says of itself. */
export type ClusterOverview = z.output<typeof overviewAnswer>

/** A number that Flink has, or `NaN` where it does not measure. */
const measured = z.union([z.number(), z.literal('NaN').transform(() => null)])

const operatorAnswer = z
  .object({
    name: z.string(),
    parallelism: z.number(),
    metrics: z.object({
      'read-records': z.number(),
      'write-records': z.number(),
      'accumulated-busy-time': measured,
      'accumulated-idle-time': measured,
      'accumulated-backpressured-time': measured,
    }),
  })
  .transform(({ name, parallelism, metrics }): OperatorAccount => ({
    name,
    parallelism,
    recordsIn: metrics['read-records'],
    recordsOut: metrics['write-records'],
    busyMs: metrics['accumulated-busy-time'],
    idleMs: metrics['accumulated-idle-time'],
    backPressuredMs: metrics['accumulated-backpressured-time'],
  }))

const jobAnswer = z.object({
  jid: z.string(),
  name: z.string(),
  state: z.string(),
  /** When it was submitted, by the JobManager's clock, in milliseconds since 1970. */
  'start-time': z.number().default(0),
  /** In milliseconds; still growing while the job runs. */
  duration: z.number(),
  /** How many operators (chains of them) are in a state; every state is there, most at 0. */
  'status-counts': z.record(z.string(), z.number()),
  vertices: z.array(operatorAnswer),
})

/** A job as it stands, possibly as old as the cluster's `web.refresh-interval`. */
export type JobStanding = z.output<typeof jobAnswer>

const jobsAnswer = z.object({ jobs: z.array(z.object({ id: z.string(), status: z.string() })) })

const jobsOverviewAnswer = z.object({
  jobs: z.array(
    z
      .object({ jid: z.string(), name: z.string(), state: z.string(), duration: z.number() })
      .transform(({ jid, duration, ...job }) => ({ ...job, id: jid, durationMs: duration })),
  ),
})

/** A job as the Web UI's first page lists it. */
export type ListedJob = z.output<typeof jobsOverviewAnswer>['jobs'][number]

const operatorsAnswer = z.object({
  vertices: z.array(z.object({ name: z.string(), parallelism: z.number(), status: z.string() })),
})

/** A job's operators (chains of them), each with how many of it run side by side, and its state. */
export type JobOperators = z.output<typeof operatorsAnswer>['vertices']

const taskManagersAnswer = z.object({
  // Despite its name a timestamp: milliseconds since 1970, 0 before the first heartbeat.
  taskmanagers: z.array(z.object({ id: z.string(), timeSinceLastHeartbeat: z.int() })),
})

const failure = z.looseObject({ stacktrace: z.string() })

const exceptionsAnswer = z.looseObject({
  exceptionHistory: z.looseObject({
    /** The newest first; Flink keeps as many as `web.exception-history-size` says (16). */
    entries: z.array(failure.extend({ concurrentExceptions: z.array(failure).default([]) })),
  }),
})

/** Flink's whole answer on a job's failures. */
export type JobExceptions = z.output<typeof exceptionsAnswer>

const uploadAnswer = z.object({ filename: z.string().min(1) })

/** What `/jars/:id/run` is told. */
export interface RunRequest {
  readonly entryClass: string
  readonly programArgsList: readonly string[]
  readonly flinkConfiguration: Readonly<Record<string, string>>
  /** The job's id, 32 hexadecimal digits, chosen by us: a submission that goes wrong can then be found again. */
  readonly jobId: string
}

export const readOverview = (flinkUrl: string, limits: RestLimits = {}): Promise<ClusterOverview> =>
  ask(flinkUrl, { ...limits, method: 'GET', path: '/overview' }, overviewAnswer)

/** When the JobManager last heard from each TaskManager, by its id, in milliseconds since 1970: 0 for one not heard from yet. */
export const readHeartbeats = async (
  flinkUrl: string,
  limits: RestLimits = {},
): Promise<ReadonlyMap<string, number>> => {
  const request = { ...limits, method: 'GET', path: '/taskmanagers' } as const
  const { taskmanagers } = await ask(flinkUrl, request, taskManagersAnswer)
  return new Map(taskmanagers.map(({ id, timeSinceLastHeartbeat }) => [id, timeSinceLastHeartbeat]))
}

/** All jobs that the cluster remembers, the ended ones too. */
export const readJobs = async (
  flinkUrl: string,
  limits: RestLimits = {},
): Promise<z.output<typeof jobsAnswer>['jobs']> =>
  (await ask(flinkUrl, { ...limits, method: 'GET', path: '/jobs' }, jobsAnswer)).jobs

/** The same with their names, and how long they have run. */
export const readJobsOverview = async (flinkUrl: string, limits: RestLimits = {}): Promise<readonly ListedJob[]> =>
  (await ask(flinkUrl, { ...limits, method: 'GET', path: '/jobs/overview' }, jobsOverviewAnswer)).jobs

export const readJob = (flinkUrl: string, jobId: string, limits: RestLimits = {}): Promise<JobStanding> =>
  ask(flinkUrl, { ...limits, method: 'GET', path: `/jobs/${jobId}` }, jobAnswer)

export const readJobOperators = async (
  flinkUrl: string,
  jobId: string,
  limits: RestLimits = {},
): Promise<JobOperators> =>
  (await ask(flinkUrl, { ...limits, method: 'GET', path: `/jobs/${jobId}` }, operatorsAnswer)).vertices

export const readJobExceptions = (flinkUrl: string, jobId: string, limits: RestLimits = {}): Promise<JobExceptions> =>
  ask(flinkUrl, { ...limits, method: 'GET', path: `/jobs/${jobId}/exceptions` }, exceptionsAnswer)

/** Uploads a zip as a jar and gives its path on the JobManager; the last segment of that path is the jar's id. */
export async function uploadJar(
  flinkUrl: string,
  zip: Uint8Array<ArrayBuffer>,
  limits: RestLimits = {},
): Promise<string> {
  const body = new FormData()
  body.append('jarfile', new Blob([zip], { type: 'application/java-archive' }), 'job.jar')
  const answer = await ask(flinkUrl, { ...limits, method: 'POST', path: '/jars/upload', body }, uploadAnswer)
  return answer.filename
}

/** Runs an uploaded jar. The answer is given whatever it says: a refusal is the job's own affair more often than not. */
export const runJar = (flinkUrl: string, jarId: string, run: RunRequest, limits: RestLimits): Promise<RestAnswer> =>
  exchange(flinkUrl, { ...limits, method: 'POST', path: `/jars/${encodeURIComponent(jarId)}/run`, body: run })

/** Removes an uploaded jar; one that is gone already is fine. */
export const deleteJar = (flinkUrl: string, jarId: string, limits: RestLimits = {}): Promise<void> =>
  accept(flinkUrl, { ...limits, method: 'DELETE', path: `/jars/${encodeURIComponent(jarId)}` }, [404])

/** Asks for a job to be cancelled; one that has ended or was never there is fine. */
export const requestCancel = (flinkUrl: string, jobId: string, limits: RestLimits = {}): Promise<void> =>
  accept(flinkUrl, { ...limits, method: 'PATCH', path: `/jobs/${jobId}?mode=cancel` }, [404, 409])

async function accept(flinkUrl: string, request: RestRequest, alsoFine: readonly number[]): Promise<void> {
  const answer = await exchange(flinkUrl, request)
  if (answer.status >= 400 && !alsoFine.includes(answer.status)) throw refusal(flinkUrl, request, answer)
}
